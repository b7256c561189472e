//! From what was typed to an answer, and back.

use base::{CitizenNo, LocalDate, Phone, SocialNo, TaxNo, Vnd};
use rust_decimal::Decimal;
use serde_json::Value as Json;
use ui::{FormState, Lang, Message};

use super::{kept::Item, sight::Sight};
use crate::definition::{Field, Kind, Page};

/// Most that is paid or owned, in đồng.
const MOST_MONEY: i64 = 1_000_000_000_000_000;
/// Words and signs for the unit of money, folded; longer ones before those they end with.
const UNITS: [&str; 4] = ["dong", "vnd", "d", "\u{20ab}"];
/// Longest mail address (RFC 5321: 256 with its brackets).
const LONGEST_EMAIL: usize = 254;

/// Reads what was typed on a page; of one that repeats, of one time. Nothing where something is wrong: it is said at the
/// fields. What is not asked, or is worked out, is not read, whatever was sent.
pub fn read_page(sight: &Sight<'_>, page: &Page, form: &mut FormState, lang: Lang) -> Option<Item> {
    let mut item = Item::new();
    for field in page.fields.iter().filter(|field| field.sum.is_none()) {
        // In their order: what a field is asked for may hang on one before it.
        if !sight.on(page, &item).asks_field(field) {
            continue;
        }
        match read(&field.kind, &field.key, form) {
            Ok(Some(answer)) => {
                item.insert(field.key.clone(), answer);
            }
            Ok(None) if field.optional => {}
            Ok(None) => {
                let what = field.label.text(lang);
                form.reject(&field.key, Message::new(missing(&field.kind)).with("what", what));
            }
            Err(wrong) => form.reject(&field.key, wrong.with("what", field.label.text(lang))),
        }
    }
    if form.is_ok() {
        let here = sight.on(page, &item);
        for (field, must) in
            page.fields.iter().flat_map(|field| field.must.iter().map(move |must| (field, must)))
        {
            let answered = field.sum.is_some() || item.contains_key(&field.key);
            if answered && here.asks_field(field) && !must.that.holds(&here) {
                form.reject(
                    &field.key,
                    Message::new("forms.wrong.must").with("what", must.otherwise.text(lang)),
                );
            }
        }
    }
    form.is_ok().then_some(item)
}

/// What of a page is right as typed, where some of it is wrong: by it the page is shown again with what is asked now.
pub fn read_part(sight: &Sight<'_>, page: &Page, form: &FormState) -> Item {
    let mut item = Item::new();
    for field in page.fields.iter().filter(|field| field.sum.is_none()) {
        if sight.on(page, &item).asks_field(field)
            && let Ok(Some(answer)) = read(&field.kind, &field.key, form)
        {
            item.insert(field.key.clone(), answer);
        }
    }
    item
}

fn missing(kind: &Kind) -> &'static str {
    match kind {
        Kind::Choice { .. } | Kind::YesNo => "forms.wrong.choose",
        Kind::Several { .. } => "forms.wrong.choose_some",
        Kind::Day => "forms.wrong.day_missing",
        _ => "forms.wrong.missing",
    }
}

/// One answer; nothing where nothing was typed.
fn read(kind: &Kind, key: &str, form: &FormState) -> Result<Option<Json>, Message> {
    if let Kind::Several { picks } = kind {
        let chosen: Vec<&str> = form.values(key).filter(|key| !key.is_empty()).collect();
        if chosen.iter().any(|key| picks.iter().all(|pick| pick.key != *key)) {
            return Err("forms.wrong.choose_some".into());
        }
        // In the order of the form, each once.
        let chosen = picks.iter().map(|pick| pick.key.as_str()).filter(|key| chosen.contains(key));
        let chosen: Vec<Json> = chosen.map(Json::from).collect();
        return Ok((!chosen.is_empty()).then_some(Json::Array(chosen)));
    }
    let typed = form.text(key);
    if typed.is_empty() {
        return Ok(None);
    }
    let wrong = |key: &'static str| move |_| Message::new(key);
    Ok(Some(match kind {
        Kind::Text { most } => {
            let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
            within(&words, *most)?.into()
        }
        Kind::Lines { most } => {
            let plain: String = typed.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            within(&plain, *most)?.into()
        }
        Kind::Number { least, most, decimals } => {
            let number = number(&typed, *decimals).ok_or("forms.wrong.number")?;
            let too_little = least.is_some_and(|least| number < Decimal::from(least));
            let too_much = most.is_some_and(|most| number > Decimal::from(most));
            if too_little || too_much {
                return Err(bounds(*least, *most));
            }
            number.to_string().into()
        }
        Kind::Money => {
            // The unit people write behind it, however they do.
            let folded = base::text::fold(&typed);
            let plain = UNITS.iter().find_map(|unit| folded.strip_suffix(unit)).unwrap_or(&folded).trim_end();
            let amount = number(plain, 0).ok_or("forms.wrong.money")?;
            if amount < Decimal::ZERO || amount > Decimal::from(MOST_MONEY) {
                return Err(Message::new("forms.wrong.money_bounds").with("most", Vnd(MOST_MONEY)));
            }
            amount.to_string().into()
        }
        Kind::Day => LocalDate::parse(&typed).map_err(|_| Message::new("forms.wrong.day"))?.iso().into(),
        Kind::YesNo => match typed.as_str() {
            "yes" => true.into(),
            "no" => false.into(),
            _ => return Err("forms.wrong.choose".into()),
        },
        Kind::Choice { picks } => {
            let chosen = picks.iter().find(|pick| pick.key == typed).ok_or("forms.wrong.choose")?;
            chosen.key.clone().into()
        }
        Kind::CitizenNo => CitizenNo::parse(&typed).map_err(wrong("forms.wrong.citizen_no"))?.text().into(),
        Kind::TaxNo => TaxNo::parse(&typed).map_err(wrong("forms.wrong.tax_no"))?.text().into(),
        Kind::SocialNo => SocialNo::parse(&typed).map_err(wrong("forms.wrong.social_no"))?.text().into(),
        Kind::Phone => Phone::parse(&typed).map_err(wrong("forms.wrong.phone"))?.text().into(),
        Kind::Email => {
            let (name, host) = typed.split_once('@').unwrap_or_default();
            let odd = |c: char| c.is_whitespace() || c.is_control() || "<>,;\"()".contains(c);
            let sound = !name.is_empty() && host.contains('.') && !host.contains('@') && !typed.contains(odd);
            if !sound || typed.len() > LONGEST_EMAIL {
                return Err("forms.wrong.email".into());
            }
            typed.into()
        }
        Kind::Several { .. } => return Ok(None),
    }))
}

fn within(words: &str, most: u32) -> Result<&str, Message> {
    let length = words.chars().count();
    match u32::try_from(length) {
        Ok(length) if length <= most => Ok(words),
        _ => Err(Message::new("forms.wrong.long").with("most", most).with("n", length)),
    }
}

fn bounds(least: Option<i64>, most: Option<i64>) -> Message {
    match (least, most) {
        (Some(least), Some(most)) => {
            Message::new("forms.wrong.between").with("least", Vnd(least)).with("most", Vnd(most))
        }
        (Some(least), None) => Message::new("forms.wrong.least").with("least", Vnd(least)),
        (None, Some(most)) => Message::new("forms.wrong.most").with("most", Vnd(most)),
        (None, None) => Message::new("forms.wrong.number"),
    }
}

/// A number as Vietnamese write it: dots between thousands, a comma before decimals; a single dot that parts no thousands
/// is read as a decimal point, since telephones offer no comma.
fn number(typed: &str, decimals: u32) -> Option<Decimal> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, plain) = typed.strip_prefix('-').map_or((1, typed.as_str()), |rest| (-1, rest));
    let (whole, part) = match (plain.split_once(','), plain.matches('.').count()) {
        (Some((whole, part)), _) => (whole, part),
        (None, 1) => {
            let (whole, part) = plain.split_once('.')?;
            if part.len() == 3 && decimals < 3 { (plain, "") } else { (whole, part) }
        }
        (None, _) => (plain, ""),
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let grouped = groups.len() == 1
        || (groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len()));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let sound = grouped && !groups[0].is_empty() && groups.iter().all(|group| digits(group)) && digits(part);
    if !sound || part.len() > decimals as usize {
        return None;
    }
    let number = Decimal::from_str_exact(&format!("{}.{part}0", groups.concat())).ok()?;
    Some((number * Decimal::from(sign)).normalize())
}

/// A form with what was answered, as it is typed.
pub fn shown(page: &Page, item: &Item) -> FormState {
    let mut pairs = Vec::new();
    for Field { key, kind, .. } in &page.fields {
        let Some(answer) = item.get(key) else { continue };
        match (kind, answer) {
            (_, Json::Array(chosen)) => {
                pairs.extend(chosen.iter().filter_map(Json::as_str).map(|one| (key.clone(), one.to_owned())));
            }
            (_, Json::Bool(yes)) => pairs.push((key.clone(), if *yes { "yes" } else { "no" }.to_owned())),
            (Kind::Money, Json::String(amount)) => {
                let written =
                    amount.parse().map_or_else(|_| amount.clone(), |amount| Vnd(amount).to_string());
                pairs.push((key.clone(), written));
            }
            (Kind::Number { .. }, Json::String(number)) => {
                pairs.push((key.clone(), number.replace('.', ",")))
            }
            (_, Json::String(text)) => pairs.push((key.clone(), text.clone())),
            _ => {}
        }
    }
    FormState::new(pairs)
}
