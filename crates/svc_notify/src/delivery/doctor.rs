use kernel::{App, Finding, Task, db::Queries as _};

use crate::{channels::Channels, mail::Post};

/// What `songcau doctor` says of notices: whether letters can go out, and how many deliveries are dead.
pub(crate) fn doctor(app: App, _thorough: bool) -> Task<'static, Vec<Finding>> {
    Box::pin(async move {
        let channels = match Channels::open(app.config()) {
            Ok(channels) => channels,
            Err(error) => {
                let advice = "correct the setting named here".to_owned();
                return Ok(vec![Finding { good: false, what: format!("notices: {error}"), advice }]);
            }
        };
        let mail = match &channels.mail {
            Post::Outbox(outbox) => Finding {
                good: true,
                what: format!("mail: into the folder {}", outbox.folder().display()),
                advice: String::new(),
            },
            Post::Smtp(smtp) => {
                let answer = smtp.test().await;
                Finding {
                    good: answer.is_ok(),
                    what: format!(
                        "mail server {}: {}",
                        smtp.host(),
                        answer.err().as_deref().unwrap_or("answers")
                    ),
                    advice: "start the mail server, or correct mail_url".to_owned(),
                }
            }
        };
        let sql = "SELECT count(*) FROM notify_delivery WHERE state = 'dead'";
        let dead: Option<i64> = app.db().read().scalar(sql, vec![]).await?;
        let dead = dead.unwrap_or(0);
        let deliveries = Finding {
            good: dead == 0,
            what: format!("notices: {dead} could not be delivered"),
            advice: "open /quan-tri/thong-bao, where each says why; try again or give up".to_owned(),
        };
        Ok(vec![mail, deliveries])
    })
}
