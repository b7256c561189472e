//! Bodies handed on as they arrive.

use axum::response::IntoResponse as _;
use http::Method;
use kernel::{
    Access, Module, Result, Routes,
    http::{Sent, SentField},
};
use testkit::{TestApp, both_databases};

static BOXES: Module = Module { routes: Some(routes), ..Module::new("boxes") };

fn routes() -> Routes {
    Routes::new()
        .streamed(Method::PUT, "/boxes/{name}", Access::SignedIn, |_| 1000, raw)
        .streamed(Method::POST, "/boxes", Access::SignedIn, |_| 200_000, form)
        .streamed(Method::POST, "/careless", Access::SignedIn, |_| 1000, async || "nothing read")
}

async fn raw(sent: Sent) -> Result<String> {
    let mut pieces = sent.pieces()?;
    let mut length = 0;
    while let Some(piece) = pieces.next().await? {
        length += piece.len();
    }
    Ok(length.to_string())
}

async fn form(sent: Sent) -> Result<axum::response::Response> {
    let mut form = sent.form().await?;
    let mut said = Vec::new();
    while let Some(field) = form.next().await? {
        said.push(match field {
            SentField::Text { name, value } => format!("{name}={value}"),
            SentField::File(mut file) => {
                let mut length = 0;
                while let Some(piece) = file.next().await? {
                    length += piece.len();
                }
                format!("{}:{}:{length}", file.name, file.file_name)
            }
        });
    }
    Ok(said.join(" ").into_response())
}

const KIND: &str = "multipart/form-data; boundary=xx";

fn fields(parts: &[(&str, &str)]) -> Vec<u8> {
    let part = |(head, value): &(&str, &str)| {
        format!("--xx\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n")
    };
    (parts.iter().map(part).collect::<String>() + "--xx--\r\n").into_bytes()
}

both_databases! {
    async fn a_body_is_handed_on_within_its_limit(database) {
        let app = TestApp::with(database, &[&BOXES]).await;
        let me = app.signed_in_without_role();
        let put = async |length: usize| me.ask(Method::PUT, "/boxes/a", &[], vec![b'x'; length]).await;
        assert_eq!(put(1000).await.body(), "1000");
        let refused = put(1001).await;
        assert_eq!(refused.status, 413);
        assert!(refused.text().contains("1 MB"), "{}", refused.text());
        assert_eq!(app.visitor().ask(Method::PUT, "/boxes/a", &[], vec![b'x'; 10]).await.status, 303);
        // Without a token in the head nothing is read, whatever the body is.
        let kind = "application/octet-stream";
        assert_eq!(me.post_bytes("/careless", kind, vec![b'x'; 10]).await.status, 400);
        assert_eq!(me.ask(Method::POST, "/careless", &[], vec![b'x'; 10]).await.body(), "nothing read");
    }

    async fn a_form_proves_itself_by_its_first_field(database) {
        let app = TestApp::with(database, &[&BOXES]).await;
        let me = app.signed_in_without_role();
        let token = me.token().await;
        let file = ("name=\"f\"; filename=\"a b.txt\"", "content");
        let good = fields(&[("name=\"_csrf\"", &token), ("name=\"t\"", "chữ"), file]);
        assert_eq!(me.post_bytes("/boxes", KIND, good.clone()).await.body(), "t=chữ f:a b.txt:7");
        let late = fields(&[file, ("name=\"_csrf\"", &token)]);
        assert_eq!(me.post_bytes("/boxes", KIND, late).await.status, 400);
        assert_eq!(me.post_bytes("/boxes", KIND, fields(&[file])).await.status, 400);
        assert_eq!(me.post_bytes("/boxes", KIND, good[..good.len() - 20].to_vec()).await.status, 400);
        assert_eq!(me.post_bytes("/boxes", "multipart/form-data", good.clone()).await.status, 400);
        // Where no body is taken as it arrives, such a form is none.
        assert_eq!(me.post_bytes("/viec", KIND, good).await.status, 400);
        let long = "x".repeat(70_000);
        let long = fields(&[("name=\"_csrf\"", &token), ("name=\"t\"", &long)]);
        assert_eq!(me.post_bytes("/boxes", KIND, long).await.status, 413);
    }
}
