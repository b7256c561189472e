//! `songcau`: the province's digital government in one program.

fn main() {}
