use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, images::Image, images::ImageRef,
};
use kernel::{Error, Result};

/// The points of a picture, row by row: three bytes each, four where one can see through it.
pub(crate) struct Points {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) alpha: bool,
    pub(crate) bytes: Vec<u8>,
}

impl Points {
    /// The same picture this wide.
    pub(crate) fn scaled(&self, width: u32) -> Result<Self> {
        let height = (u64::from(self.height) * u64::from(width)).div_ceil(u64::from(self.width)).max(1);
        let height = u32::try_from(height).unwrap_or(u32::MAX);
        let failed = |e: &dyn std::fmt::Display| Error::internal(format!("scaling a picture: {e}"));
        let kind = if self.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let source = ImageRef::new(self.width, self.height, &self.bytes, kind).map_err(|e| failed(&e))?;
        let mut scaled = Image::new(width, height, kind);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&source, &mut scaled, &options).map_err(|e| failed(&e))?;
        Ok(Self { width, height, alpha: self.alpha, bytes: scaled.into_vec() })
    }
}
