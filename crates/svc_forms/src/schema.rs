//! A form for programs: JSON Schema (draft 2020-12) of its answers. It says what an answer may be; conditions and sums stay
//! with the form, which checks them again.

use serde_json::{Map, Value as Json, json};

use crate::definition::{Definition, Field, Kind, Page, Pick};

/// The schema of a form's answers.
pub fn schema(form: &Definition) -> Json {
    let mut fields = Map::new();
    let mut required = Vec::new();
    let mut groups = Map::new();
    for page in &form.pages {
        let (own, needed) = object(page);
        match &page.repeat {
            Some(repeat) => {
                let item = json!({
                    "type": "object", "properties": own, "required": needed, "additionalProperties": false
                });
                let list = json!({
                    "type": "array", "title": page.title.vi, "items": item,
                    "minItems": if page.when.is_some() { 0 } else { repeat.least }, "maxItems": repeat.most
                });
                groups.insert(page.key.clone(), list);
            }
            None => {
                fields.extend(own);
                if page.when.is_none() {
                    required.extend(needed);
                }
            }
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.title.vi,
        "type": "object",
        "properties": {
            "fields": {
                "type": "object", "properties": fields, "required": required, "additionalProperties": false
            },
            "groups": { "type": "object", "properties": groups, "additionalProperties": false }
        },
        "required": ["fields"],
        "additionalProperties": false
    })
}

/// The fields of a page that are answered, and which of them always have to be.
fn object(page: &Page) -> (Map<String, Json>, Vec<&str>) {
    let asked = || page.fields.iter().filter(|field| field.sum.is_none());
    let properties = asked().map(|field| (field.key.clone(), property(field))).collect();
    let needed = asked().filter(|field| !field.optional && field.when.is_none());
    (properties, needed.map(|field| field.key.as_str()).collect())
}

fn property(field: &Field) -> Json {
    let mut property = match &field.kind {
        Kind::Text { most } | Kind::Lines { most } => {
            json!({ "type": "string", "minLength": 1, "maxLength": most })
        }
        Kind::Number { decimals: 0, .. } => json!({ "type": "string", "pattern": "^-?[0-9]+$" }),
        Kind::Number { decimals, .. } => {
            json!({ "type": "string", "pattern": format!("^-?[0-9]+(\\.[0-9]{{1,{decimals}}})?$") })
        }
        Kind::Money => json!({ "type": "string", "pattern": "^[0-9]{1,16}$" }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::YesNo => json!({ "type": "boolean" }),
        Kind::Choice { picks } => json!({ "type": "string", "enum": keys(picks) }),
        Kind::Several { picks } => json!({
            "type": "array", "items": { "type": "string", "enum": keys(picks) }, "minItems": 1, "uniqueItems": true
        }),
        Kind::CitizenNo => json!({ "type": "string", "pattern": "^[0-9]{12}$" }),
        Kind::TaxNo => json!({ "type": "string", "pattern": "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$" }),
        Kind::SocialNo => json!({ "type": "string", "pattern": "^[0-9]{10}$" }),
        Kind::Phone => json!({ "type": "string", "pattern": "^\\+84[0-9]{9,10}$" }),
        Kind::Email => json!({ "type": "string", "format": "email" }),
    };
    property["title"] = field.label.vi.clone().into();
    if !field.hint.is_empty() {
        property["description"] = field.hint.vi.clone().into();
    }
    property
}

fn keys(picks: &[Pick]) -> Vec<&str> {
    picks.iter().map(|pick| pick.key.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::tests::family;

    #[test]
    fn answers_are_described_for_programs() {
        let schema = schema(&family());
        let fields = &schema["properties"]["fields"];
        assert_eq!(fields["required"], json!(["ho_ten", "sinh", "so", "dien_thoai", "co_con"]));
        assert_eq!(fields["properties"]["so"]["pattern"], "^[0-9]{12}$");
        assert_eq!(fields["properties"]["xin_them"]["items"]["enum"], json!(["gao", "chan"]));
        assert!(fields["properties"].get("tong_tuoi").is_none(), "what is worked out is not sent");
        let group = &schema["properties"]["groups"]["properties"]["con"];
        assert_eq!((&group["minItems"], &group["maxItems"]), (&json!(0), &json!(5)));
        assert_eq!(group["items"]["required"], json!(["ten_con", "tuoi_con"]));
    }
}
