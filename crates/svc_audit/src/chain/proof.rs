//! The proof of one record, for somebody who does not trust this program: what is hashed, and with what.

use kernel::journal::Proof;

/// The fields in the order in which they are hashed, each with its bytes as people may write them down.
pub(super) fn fields(proof: &Proof) -> [(&'static str, String); 11] {
    let record = &proof.record;
    [
        ("previous", hex::encode(proof.previous.as_deref().unwrap_or_default())),
        ("ordinal", record.ordinal.map(|n| n.to_string()).unwrap_or_default()),
        ("id", record.id.to_string()),
        ("at", record.at.to_string()),
        ("actor", record.actor.clone()),
        ("act", record.act.clone()),
        ("subject_kind", record.subject_kind.clone()),
        ("subject_id", record.subject_id.to_string()),
        ("agency_id", record.agency_id.unwrap_or_default().to_string()),
        ("touched", record.touched.clone()),
        ("data", record.data.clone()),
    ]
}

/// The line that recomputes the hash with tools every system has.
pub(super) fn recipe(proof: &Proof) -> String {
    format!("printf %s {} | xxd -r -p | sha256sum", hex::encode(&proof.message))
}

/// The proof as `songcau audit proof` prints it: name, tab, value; the last line says whether it holds.
pub fn proof_text(proof: &Proof) -> String {
    let mut text = String::new();
    for (name, value) in fields(proof) {
        text.push_str(&format!("{name}\t{value}\n"));
    }
    let stored = proof.record.hash.as_deref().map(hex::encode).unwrap_or_default();
    text.push_str(&format!("hash\t{stored}\n"));
    text.push_str(&format!("recomputed\t{}\n", hex::encode(&proof.recomputed)));
    text.push_str(&format!("head\t{}\t{}\n", proof.last, hex::encode(&proof.head)));
    text.push_str(&format!("recipe\t{}\n", recipe(proof)));
    text.push_str(match (proof.record.ordinal, proof.holds()) {
        (None, _) => "unsealed",
        (Some(_), true) => "holds",
        (Some(_), false) => "broken",
    });
    text.push('\n');
    text
}
