//! Standard output of commands. Whoever reads there may have seen enough (`songcau routes | head -1`): that is no failure,
//! where `println!` would end the program by a panic.

use std::{
    fmt::Arguments,
    io::{self, Write as _},
};

/// As `println!`.
macro_rules! say {
    ($($words:tt)*) => { $crate::say::line(format_args!($($words)*)) };
}
pub(crate) use say;

/// Writes a line.
pub fn line(words: Arguments<'_>) {
    let mut out = io::stdout().lock();
    let written = out.write_fmt(words).and_then(|()| out.write_all(b"\n"));
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        eprintln!("songcau: standard output: {error}");
        std::process::exit(1);
    }
}
