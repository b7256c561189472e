//! Counters for Prometheus.

use axum::response::{IntoResponse as _, Response};
use http::header;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use crate::{Ctx, Result, db::Queries as _, jobs};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    class: &'static str,
}

/// What the program counts about itself.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answer, Counter>,
    pub(crate) hits: Counter,
    seconds: Histogram,
    pages: Gauge,
    page_bytes: Gauge,
    unsealed: Gauge,
    dead_jobs: Gauge,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("songcau");
        let buckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
        let metrics = Self {
            requests: Family::default(),
            hits: Counter::default(),
            seconds: Histogram::new(buckets),
            pages: Gauge::default(),
            page_bytes: Gauge::default(),
            unsealed: Gauge::default(),
            dead_jobs: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register(
            "requests",
            "Requests answered by handlers, by class of status",
            metrics.requests.clone(),
        );
        registry.register("page_hits", "Requests answered from memory", metrics.hits.clone());
        registry.register(
            "request_seconds",
            "Time from request to answer, handlers only",
            metrics.seconds.clone(),
        );
        registry.register("pages", "Pages held in memory", metrics.pages.clone());
        registry.register("page_bytes", "Bytes of pages held in memory", metrics.page_bytes.clone());
        registry.register(
            "journal_unsealed",
            "Records committed and not yet sealed",
            metrics.unsealed.clone(),
        );
        registry.register("jobs_dead", "Jobs set aside after their last try", metrics.dead_jobs.clone());
        Self { registry, ..metrics }
    }

    /// Requests answered from memory so far.
    pub fn hits(&self) -> u64 {
        self.hits.get()
    }

    pub(crate) fn count(&self, status: u16, seconds: f64) {
        let class = match status {
            100..=199 => "1xx",
            200..=299 => "2xx",
            300..=399 => "3xx",
            400..=499 => "4xx",
            _ => "5xx",
        };
        self.requests.get_or_create(&Answer { class }).inc();
        self.seconds.observe(seconds);
    }
}

/// `/metrics`, for the operator.
pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    let app = ctx.app();
    let metrics = app.metrics();
    let (pages, bytes) = app.cache().size();
    metrics.pages.set(pages as i64);
    metrics.page_bytes.set(bytes as i64);
    let unsealed: Option<i64> =
        ctx.read().scalar("SELECT count(*) FROM kernel_record WHERE ordinal IS NULL", vec![]).await?;
    metrics.unsealed.set(unsealed.unwrap_or(0));
    metrics.dead_jobs.set(jobs::dead_letters(app.db()).await?);
    let mut text = String::new();
    encode(&mut text, &metrics.registry).map_err(anyhow::Error::from)?;
    let kind = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    Ok((kind, text).into_response())
}
