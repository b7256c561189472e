//! What stands before forms that anybody may send, against machines and without asking a third party or watching anybody.
//!
//! A form carries a signed proof that says when it was shown, for what, and under which identifier what it makes will be
//! kept: one that is missing, made up, too young, too old or meant for another form is refused, and one sent twice makes
//! one thing, because identifiers are unique. A field no person sees must stay empty. An address that sends much is asked
//! a small sum, and one that sends very much has to wait. Whatever is refused comes back with all that was typed.

use base::Id;
use kernel::{App, Ctx, Result, http::Allowance, new_id};
use sea_orm::prelude::Uuid;
use ui::{FormState, Lang, t};

#[cfg(test)]
mod tests;

/// The field that carries the proof.
pub const PROOF: &str = "_proof";
/// The field no person sees.
pub const TRAP: &str = "homepage";
/// The field of the sum.
pub const SUM: &str = "sum";
/// What signatures of proofs are for.
const PURPOSE: &str = "portal.guard";
/// What the numbers of sums are drawn with.
const NUMBERS: &str = "portal.guard.sum";
/// Milliseconds for which a form may lie open: a working day and its night.
const OLDEST: i64 = 24 * 60 * 60 * 1000;

/// How often one address may send, by what it sends.
struct Allowances {
    letters: [Allowance; 2],
    votes: [Allowance; 2],
    looks: Allowance,
}

/// Opens the book of who sent how often.
pub fn start(app: &App) {
    // Whole villages call from one address of their telephone company: the first limit only asks a sum.
    app.keep(Allowances {
        letters: [Allowance::per_hour(6), Allowance::per_hour(60)],
        votes: [Allowance::per_hour(30), Allowance::per_hour(600)],
        looks: Allowance::per_hour(40),
    });
}

/// Whether this visitor may try another code. Each try counts.
///
/// # Errors
/// When the guard was not started.
pub fn may_look(ctx: &Ctx) -> Result<bool> {
    Ok(ctx.app().part::<Allowances>()?.looks.allow(ctx.origin().address))
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Something that takes a while to write.
    Letter,
    /// One choice.
    Vote,
}

/// A form and what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// The form's name.
    pub form: &'static str,
    /// What it is about; nil where it is about nothing that is there already.
    pub about: Uuid,
    /// What is sent by it.
    pub what: What,
}

/// A proof taken apart.
struct Proof {
    at: i64,
    id: Uuid,
    /// Whether it is to be sent with the answer to a sum.
    asks: bool,
}

impl Gate {
    /// Milliseconds within which nobody reads the form and fills it in.
    const fn least(&self) -> i64 {
        match self.what {
            What::Letter => 4_000,
            What::Vote => 1_000,
        }
    }

    fn said(&self, at: i64, id: Uuid, asks: bool) -> String {
        format!("{}.{}.{at}.{id}.{}", self.form, self.about, u8::from(asks))
    }

    fn write(&self, ctx: &Ctx, at: i64, asks: bool) -> String {
        let id = new_id::<()>().uuid();
        let signature = ctx.app().secret().sign(PURPOSE, &self.said(at, id, asks));
        format!("{at}.{id}.{}.{signature}", u8::from(asks))
    }

    fn read(&self, ctx: &Ctx, text: &str) -> Option<Proof> {
        let mut parts = text.splitn(4, '.');
        let (at, id, asks, signature) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let proof = Proof { at: at.parse().ok()?, id: id.parse().ok()?, asks: asks == "1" };
        let said = self.said(proof.at, proof.id, proof.asks);
        ctx.app().secret().verify(PURPOSE, &said, signature).then_some(proof)
    }

    /// The form with a fresh proof, about to be shown.
    pub fn open(&self, ctx: &Ctx, form: FormState) -> FormState {
        form.with(PROOF, self.write(ctx, ctx.now().0, false))
    }

    /// The form with another proof that asks a sum; a sum answered before is taken out.
    fn again(&self, ctx: &Ctx, form: &mut FormState, at: i64, asks: bool) {
        let old = std::mem::take(form);
        *form = old.with(PROOF, self.write(ctx, at, asks)).with(SUM, "").with(TRAP, "");
    }

    /// The identifier of what the form makes, if it may. Else the form says why, and carries a proof by which it can be
    /// sent again. Asked last: what is wrong with other fields is found first and counts against nobody.
    ///
    /// # Errors
    /// When the guard was not started.
    pub fn check<T>(&self, ctx: &Ctx, form: &mut FormState) -> Result<Option<Id<T>>> {
        let now = ctx.now().0;
        let trapped = !form.value(TRAP).is_empty();
        let Some(proof) = self.read(ctx, form.value(PROOF)) else {
            form.reject("", "portal.guard.unknown");
            self.again(ctx, form, now, true);
            return Ok(None);
        };
        if trapped {
            form.reject("", "portal.guard.trap");
            self.again(ctx, form, now, true);
        } else if now - proof.at > OLDEST {
            form.reject("", "portal.guard.expired");
            self.again(ctx, form, now, false);
        } else if now - proof.at < self.least() {
            form.reject("", "portal.guard.fast");
            self.again(ctx, form, proof.at, true);
        } else if proof.asks && !is_sum(ctx, proof.id, form.value(SUM)) {
            form.reject(SUM, "portal.guard.sum_wrong");
            self.again(ctx, form, now, true);
        } else if form.is_ok() {
            let allowances = ctx.app().part::<Allowances>()?;
            let [first, last] = match self.what {
                What::Letter => &allowances.letters,
                What::Vote => &allowances.votes,
            };
            let address = ctx.origin().address;
            if !last.allow(address) {
                form.reject("", "portal.guard.many");
            } else if !first.allow(address) && !proof.asks {
                form.reject(SUM, "portal.guard.prove");
                self.again(ctx, form, proof.at, true);
            } else {
                return Ok(Some(Id::from_uuid(proof.id)));
            }
        }
        Ok(None)
    }

    /// The form was sent before and made something else than what it says now: it may be sent once more on purpose.
    pub fn sent_before(&self, ctx: &Ctx, form: &mut FormState) {
        form.reject("", "portal.guard.sent");
        self.again(ctx, form, ctx.now().0, false);
    }

    /// The sum to be asked beside the form, in words; nothing where none is.
    pub fn sum(&self, ctx: &Ctx, form: &FormState) -> String {
        let Some(proof) = self.read(ctx, form.value(PROOF)).filter(|proof| proof.asks) else {
            return String::new();
        };
        let [a, b] = numbers(ctx, proof.id).map(|n| word(ctx.lang(), n));
        ui::fill(ctx.lang(), "portal.guard.sum", &[("a", &a), ("b", &b)])
    }
}

/// The two numbers of a proof's sum, each from 2 to 9.
fn numbers(ctx: &Ctx, id: Uuid) -> [u32; 2] {
    let drawn = ctx.app().secret().sign(NUMBERS, &id.to_string());
    let mut bytes = drawn.bytes();
    [(); 2].map(|()| u32::from(bytes.next().unwrap_or(0)) % 8 + 2)
}

fn is_sum(ctx: &Ctx, id: Uuid, typed: &str) -> bool {
    typed.trim().parse() == Ok(numbers(ctx, id).iter().sum::<u32>())
}

fn word(lang: Lang, n: u32) -> String {
    t(lang, &format!("portal.guard.number.{n}")).to_owned()
}

/// Letters and digits that only we can make of an identifier, without those that are misread for others (`i`, `l`, `o`,
/// `u`): five bits each.
pub fn letters(app: &App, purpose: &str, id: Uuid, many: usize) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let place = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let signed = app.secret().sign(purpose, &id.to_string());
    signed.bytes().take(many).map(|byte| LETTERS[usize::from(place(byte)) & 31] as char).collect()
}
