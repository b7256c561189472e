use std::io::{Read, Write};

use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf,
    render, vello_cpu::color::palette::css::WHITE,
};
use kernel::{Error, Result};

use super::WIDTH;
use crate::image::{Picture, webp};

/// Memory and time of the process, in bytes and seconds. The memory comes on top of what the program holds at its
/// start: its allocator reserves addresses, a gigabyte or so, before the first document is read.
const MEMORY: u64 = 1024 * 1024 * 1024;
const SECONDS: u64 = 10;
/// Longest edge of a page, in points: seventy metres. Nothing on a larger one could be made out.
const LONGEST: f32 = 200_000.0;
/// Largest document read.
const LARGEST: u64 = 100 * 1024 * 1024;

/// The work of the process by itself: reads a PDF, bounds its own memory and time, writes the first page as WebP.
///
/// # Errors
/// When it cannot be drawn.
pub fn draw_first_page(from: impl Read, mut to: impl Write) -> Result<()> {
    let failed = |e: std::io::Error| Error::internal(format!("the first page: {e}"));
    let most = mapped() + MEMORY;
    rlimit::setrlimit(rlimit::Resource::AS, most, most).map_err(failed)?;
    // What a document brings down leaves nothing on the disk.
    rlimit::setrlimit(rlimit::Resource::CORE, 0, 0).map_err(failed)?;
    rlimit::setrlimit(rlimit::Resource::CPU, SECONDS, SECONDS).map_err(failed)?;
    let mut document = Vec::new();
    from.take(LARGEST).read_to_end(&mut document).map_err(failed)?;
    let page = first_page(document)?;
    to.write_all(&page).map_err(failed)?;
    to.flush().map_err(failed)
}

/// Bytes of addresses the process has mapped (`VmSize` of proc(5)); none where the system does not tell.
fn mapped() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0) * 1024
}

pub(crate) fn first_page(document: Vec<u8>) -> Result<Vec<u8>> {
    let pdf = Pdf::new(document).map_err(|e| Error::internal(format!("not a PDF that opens: {e:?}")))?;
    let page = pdf.pages().first().ok_or_else(|| Error::internal("a PDF without pages"))?;
    let (width, height) = page.render_dimensions();
    if !(1.0..LONGEST).contains(&width) || !(1.0..LONGEST).contains(&height) {
        return Err(Error::internal("a page of no usable size"));
    }
    if !(height / width < 10.0 && width / height < 10.0) {
        return Err(Error::internal("a page of no usable shape"));
    }
    let scale = WIDTH as f32 / width;
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    // On white nothing is seen through.
    let bytes = pixmap.data().iter().flat_map(|point| [point.r, point.g, point.b]).collect();
    Ok(webp(Picture { width, height, alpha: false, bytes }, WIDTH)?.bytes)
}
