//! Pictures made anew.

use image::{GenericImageView as _, ImageFormat};
use kernel::Ctx;
use testkit::both_databases;

use crate::{
    kit::{LETTER, attach, program, somebody},
    samples,
};

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

both_databases! {
    async fn a_photo_loses_its_place_and_stands_upright(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let photo = samples::photo(1000, 1400);
        assert!(has(&photo, samples::SECRET) && has(&photo, "Exif"));
        let url = attach(&me, "public", "picture", "Hội nghị.jpg", &photo).await;
        let got = app.visitor().get(&url).await;
        assert_eq!(got.header("content-type"), "image/jpeg");
        assert!(got.header("content-disposition").starts_with("inline; "));
        assert!(!has(&got.bytes, samples::SECRET) && !has(&got.bytes, "Exif"));
        let picture = image::load_from_memory(&got.bytes).unwrap();
        assert_eq!(picture.dimensions(), (1000, 1400));
        let (above, below) = (picture.get_pixel(500, 100), picture.get_pixel(500, 1300));
        assert!(above[0] > 180 && above[2] < 60, "{above:?}");
        assert!(below[2] > 180 && below[0] < 60, "{below:?}");
    }

    async fn a_picture_comes_in_several_widths(database) {
        let app = program(database).await;
        let me = somebody(&app);
        attach(&me, "public", "picture", "a.jpg", &samples::photo(1000, 700)).await;
        let ctx = Ctx::system(&app, "test");
        let file = svc_files::of_subject(ctx.read(), "letter", LETTER).await.unwrap().remove(0);
        let picture = svc_files::picture(ctx.read(), &file, "Hội nghị").await.unwrap().unwrap();
        assert_eq!((picture.width, picture.height), (1000, 700));
        let widths: Vec<u32> = picture.sources.iter().map(|(_, width)| *width).collect();
        // Never wider than the picture itself.
        assert_eq!(widths, [320, 640, 960]);
        for (src, width) in &picture.sources {
            let got = app.visitor().get(src).await;
            assert_eq!(got.status, 200, "{src}");
            assert_eq!(got.header("content-type"), "image/webp");
            assert_eq!(got.header("cache-control"), "public, max-age=31536000, immutable");
            let small = image::load_from_memory_with_format(&got.bytes, ImageFormat::WebP).unwrap();
            assert_eq!(small.width(), *width);
            assert!(small.height().abs_diff(width * 7 / 10) <= 1);
            assert!(!has(&got.bytes, samples::SECRET));
        }
        assert_eq!(app.visitor().get(&picture.sources[0].0.replace("320", "321")).await.status, 404);
        assert!(picture.srcset().contains(" 320w, /tep/"), "{}", picture.srcset());
    }

    async fn a_drawing_stays_a_drawing(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let url = attach(&me, "public", "picture", "so do.png", &samples::png(200, 100)).await;
        let got = app.visitor().get(&url).await;
        assert_eq!(got.header("content-type"), "image/png");
        assert_eq!(image::load_from_memory(&got.bytes).unwrap().dimensions(), (200, 100));
    }

    async fn a_very_large_picture_is_made_smaller(database) {
        let app = program(database).await;
        let me = somebody(&app);
        let url = attach(&me, "public", "picture", "rong.png", &samples::png(6000, 900)).await;
        let got = app.visitor().get(&url).await;
        assert_eq!(image::load_from_memory(&got.bytes).unwrap().width(), 4096);
    }
}
