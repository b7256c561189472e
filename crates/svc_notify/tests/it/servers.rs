//! Small real servers the program talks to: a mail server, and one for HTTP (gateway, push service). What they answer is
//! written down beforehand; when that is used up, they accept.

use std::{collections::VecDeque, sync::Arc};

use parking_lot::Mutex;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// How a server answers one letter.
#[derive(Clone, Copy, Debug)]
pub enum Mood {
    /// This line instead of taking the recipient.
    Recipient(&'static str),
    /// This line after the whole letter.
    Data(&'static str),
    /// Nothing at all, ever.
    Hang,
}

#[derive(Clone)]
pub struct Mail {
    pub url: String,
    pub letters: Arc<Mutex<Vec<String>>>,
    moods: Arc<Mutex<VecDeque<Mood>>>,
}

impl Mail {
    pub async fn start(moods: &[Mood]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let moods = Arc::new(Mutex::new(moods.iter().copied().collect()));
        let server = Self { url, letters: Arc::default(), moods };
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = accepting.clone();
                tokio::spawn(async move { server.converse(stream).await });
            }
        });
        server
    }

    async fn converse(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 mail.example.org ready\r\n").await.ok()?;
        let mut mood = None;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let command = line.to_uppercase();
            let answer = if command.starts_with("EHLO") {
                "250-mail.example.org\r\n250 8BITMIME"
            } else if command.starts_with("MAIL") {
                mood = self.moods.lock().pop_front();
                if matches!(mood, Some(Mood::Hang)) {
                    std::future::pending::<()>().await;
                }
                "250 go on"
            } else if let (true, Some(Mood::Recipient(answer))) = (command.starts_with("RCPT"), mood) {
                answer
            } else if command.starts_with("DATA") {
                stream.write_all(b"354 go ahead\r\n").await.ok()?;
                let mut letter = String::new();
                while !letter.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut letter).await.ok()? == 0 {
                        return None;
                    }
                }
                if let Some(Mood::Data(answer)) = mood {
                    answer
                } else {
                    self.letters.lock().push(letter.trim_end_matches(".\r\n").to_owned());
                    "250 taken"
                }
            } else if command.starts_with("QUIT") {
                stream.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            } else {
                "250 ok"
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Asked {
    pub head: String,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> String {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(n, _)| n.eq_ignore_ascii_case(name));
        found.next().map_or_else(String::new, |(_, v)| v.to_owned())
    }
}

#[derive(Clone)]
pub struct Web {
    pub url: String,
    pub asked: Arc<Mutex<Vec<Asked>>>,
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

impl Web {
    /// A server that gives these answers in turn and then 201; a status of 0 is no answer at all.
    pub async fn start(answers: &[(u16, &'static str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answers = Arc::new(Mutex::new(answers.iter().copied().collect()));
        let server = Self { url, asked: Arc::default(), answers };
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = accepting.clone();
                tokio::spawn(async move { server.converse(stream).await });
            }
        });
        server
    }

    async fn converse(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await.ok()? == 0 {
                return None;
            }
        }
        let mut asked = Asked { head, body: Vec::new() };
        asked.body = vec![0; asked.header("content-length").parse().unwrap_or(0)];
        stream.read_exact(&mut asked.body).await.ok()?;
        self.asked.lock().push(asked);
        let (status, text) = self.answers.lock().pop_front().unwrap_or((201, ""));
        if status == 0 {
            std::future::pending::<()>().await;
        }
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n{text}", text.len());
        stream.write_all(answer.as_bytes()).await.ok()
    }
}
