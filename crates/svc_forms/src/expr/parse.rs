//! Reading expressions.

use base::LocalDate;

use super::{DEEPEST, Function, LONGEST, Node, Operator, number};
use crate::value::Value;

/// What is wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    /// It is longer than [`LONGEST`].
    TooLong,
    /// Brackets stand too deep in each other.
    TooDeep,
    /// Something else was expected here.
    Unexpected,
    /// It ends too early.
    Unfinished,
    /// There is no such function, or it takes another number of things.
    Function,
    /// Words without the mark that ends them.
    Quote,
}

impl MistakeKind {
    /// Text key of what to do.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TooLong => "forms.expr.too_long",
            Self::TooDeep => "forms.expr.too_deep",
            Self::Unexpected => "forms.expr.unexpected",
            Self::Unfinished => "forms.expr.unfinished",
            Self::Function => "forms.expr.function",
            Self::Quote => "forms.expr.quote",
        }
    }
}

/// A mistake, and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?} at character {at}")]
pub struct Mistake {
    /// What is wrong.
    pub kind: MistakeKind,
    /// Which character, from 1.
    pub at: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Fixed(Value),
    Sign(&'static str),
}

/// Longer signs before those they begin with.
const SIGNS: [&str; 14] = ["<=", ">=", "<>", "=", "<", ">", "+", "-", "*", "/", "(", ")", ",", "."];

fn mistake(kind: MistakeKind, text: &str, byte: usize) -> Mistake {
    Mistake { kind, at: text[..byte].chars().count() + 1 }
}

/// The tokens, each with the byte at which it begins.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Mistake> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let run = |fits: fn(char) -> bool| rest.find(|c: char| !fits(c)).unwrap_or(rest.len());
        let (token, length) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first == '\'' {
            let end = rest[1..].find('\'').ok_or_else(|| mistake(MistakeKind::Quote, text, at))?;
            (Token::Fixed(Value::Text(rest[1..=end].to_owned())), end + 2)
        } else if let Some(day) =
            rest.get(..10).filter(|day| day.as_bytes()[4] == b'-').and_then(|day| LocalDate::parse(day).ok())
        {
            (Token::Fixed(Value::Day(day)), 10)
        } else if first.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit() || c == '.');
            let read = number(&rest[..length]).ok_or_else(|| mistake(MistakeKind::Unexpected, text, at))?;
            (Token::Fixed(Value::Number(read)), length)
        } else if first.is_ascii_lowercase() {
            let length = run(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            (Token::Word(rest[..length].to_owned()), length)
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
            let sign = sign.ok_or_else(|| mistake(MistakeKind::Unexpected, text, at))?;
            (Token::Sign(sign), sign.len())
        };
        tokens.push((at, token));
        at += length;
    }
    Ok(tokens)
}

/// Reads a whole expression.
pub fn parse(text: &str) -> Result<Node, Mistake> {
    if text.len() > LONGEST {
        return Err(Mistake { kind: MistakeKind::TooLong, at: LONGEST });
    }
    let mut reader = Reader { text, tokens: tokens(text)?, next: 0, depth: 0 };
    let node = reader.expression(0)?;
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.wrong(MistakeKind::Unexpected)),
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
}

impl Operator {
    /// The operator of a token, and how closely it binds.
    fn of(token: &Token) -> Option<(Self, u8)> {
        Some(match token {
            Token::Word(word) if word == "or" => (Self::Or, 1),
            Token::Word(word) if word == "and" => (Self::And, 2),
            Token::Sign("=") => (Self::Equal, 4),
            Token::Sign("<>") => (Self::Unequal, 4),
            Token::Sign("<") => (Self::Less, 4),
            Token::Sign("<=") => (Self::AtMost, 4),
            Token::Sign(">") => (Self::More, 4),
            Token::Sign(">=") => (Self::AtLeast, 4),
            Token::Sign("+") => (Self::Plus, 5),
            Token::Sign("-") => (Self::Minus, 5),
            Token::Sign("*") => (Self::Times, 6),
            Token::Sign("/") => (Self::Over, 6),
            _ => return None,
        })
    }
}

/// How closely `not` binds: less than comparisons, more than `and`.
const NOT: u8 = 3;

impl Function {
    /// The function of a word, and how many things it takes.
    fn of(word: &str) -> Option<(Self, usize)> {
        Some(match word {
            "filled" => (Self::Filled, 1),
            "count" => (Self::Count, 1),
            "sum" => (Self::Sum, 1),
            "least" => (Self::Least, 1),
            "most" => (Self::Most, 1),
            "round" => (Self::Round, 1),
            "has" => (Self::Has, 2),
            "years" => (Self::Years, 2),
            "today" => (Self::Today, 0),
            _ => return None,
        })
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    /// What is wrong with the token that comes next, or with there being none.
    fn wrong(&self, kind: MistakeKind) -> Mistake {
        match self.tokens.get(self.next) {
            Some((byte, _)) => mistake(kind, self.text, *byte),
            None => mistake(MistakeKind::Unfinished, self.text, self.text.len()),
        }
    }

    fn take(&mut self, sign: &str) -> bool {
        let is_there = matches!(self.peek(), Some(Token::Sign(own)) if *own == sign);
        self.next += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, sign: &str) -> Result<(), Mistake> {
        if self.take(sign) { Ok(()) } else { Err(self.wrong(MistakeKind::Unexpected)) }
    }

    /// What binds at least as closely as this.
    fn expression(&mut self, least: u8) -> Result<Node, Mistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong(MistakeKind::TooDeep));
        }
        let mut left = self.operand()?;
        while let Some((operator, binds)) = self.peek().and_then(Operator::of)
            && binds >= least
        {
            self.next += 1;
            let right = self.expression(binds + 1)?;
            left = Node::Two(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Node, Mistake> {
        let Some(token) = self.peek().cloned() else { return Err(self.wrong(MistakeKind::Unfinished)) };
        match token {
            Token::Fixed(value) => {
                self.next += 1;
                Ok(Node::Fixed(value))
            }
            Token::Sign("(") => {
                self.next += 1;
                let inner = self.expression(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("-") => {
                self.next += 1;
                Ok(Node::Minus(Box::new(self.expression(7)?)))
            }
            Token::Sign(_) => Err(self.wrong(MistakeKind::Unexpected)),
            Token::Word(word) => self.word(word),
        }
    }

    fn word(&mut self, word: String) -> Result<Node, Mistake> {
        let begin = self.next;
        self.next += 1;
        match word.as_str() {
            "yes" => return Ok(Node::Fixed(Value::Yes(true))),
            "no" => return Ok(Node::Fixed(Value::Yes(false))),
            "not" => return Ok(Node::Not(Box::new(self.expression(NOT)?))),
            "and" | "or" => {
                self.next = begin;
                return Err(self.wrong(MistakeKind::Unexpected));
            }
            _ => {}
        }
        if self.take("(") {
            let mut of = Vec::new();
            if !self.take(")") {
                loop {
                    of.push(self.expression(0)?);
                    if !self.take(",") {
                        break;
                    }
                }
                self.expect(")")?;
            }
            let fitting = Function::of(&word).filter(|(_, takes)| *takes == of.len());
            let Some((function, _)) = fitting else {
                self.next = begin;
                return Err(self.wrong(MistakeKind::Function));
            };
            return Ok(Node::Call(function, of));
        }
        if self.take(".") {
            let Some(Token::Word(field)) = self.peek().cloned() else {
                return Err(self.wrong(MistakeKind::Unexpected));
            };
            self.next += 1;
            return Ok(Node::Field(Some(word), field));
        }
        Ok(Node::Field(None, word))
    }
}
