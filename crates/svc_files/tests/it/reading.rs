//! Downloads, whole and in parts.

use testkit::both_databases;

use crate::{
    kit::{attach, program, somebody},
    samples,
};

both_databases! {
    async fn a_part_is_what_was_asked_for(database) {
        let app = program(database).await;
        let film = samples::film(50_000);
        let url = attach(&somebody(&app), "public", "any", "a.mp4", &film).await;
        let part = async |range: &str| app.visitor().with_header("range", range).get(&url).await;
        for (asked, from, to) in [("bytes=0-0", 0, 1), ("bytes=100-199", 100, 200), ("bytes=49990-", 49_990, 50_000),
            ("bytes=-10", 49_990, 50_000), ("bytes=40000-99999999", 40_000, 50_000), ("bytes=-99999", 0, 50_000)] {
            let got = part(asked).await;
            assert_eq!(got.status, 206, "{asked}");
            assert_eq!(got.bytes, film[from..to], "{asked}");
            assert_eq!(got.header("content-range"), format!("bytes {from}-{}/50000", to - 1), "{asked}");
        }
        for asked in ["bytes=50000-", "bytes=-0"] {
            let got = part(asked).await;
            assert_eq!((got.status, got.header("content-range")), (416, "bytes */50000"), "{asked}");
        }
        // What cannot be read, or several parts at once: the whole is never wrong.
        for asked in ["bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=18446744073709551616-"] {
            assert_eq!(part(asked).await.status, 200, "{asked}");
        }
    }

    async fn who_has_it_already_is_told_so(database) {
        let app = program(database).await;
        let film = samples::film(50_000);
        let url = attach(&somebody(&app), "public", "any", "a.mp4", &film).await;
        let got = app.visitor().get(&url).await;
        assert_eq!(got.header("accept-ranges"), "bytes");
        assert_eq!(got.header("cache-control"), "public, no-cache");
        let etag = got.header("etag").to_owned();
        assert_eq!(etag.len(), 66);
        let again = app.visitor().with_header("if-none-match", &etag).get(&url).await;
        assert_eq!((again.status, again.bytes.len()), (304, 0));
        // A download is gone on with only if it is still the same file.
        let resumed = app.visitor().with_header("range", "bytes=10-19");
        assert_eq!(resumed.with_header("if-range", &etag).get(&url).await.status, 206);
        assert_eq!(resumed.with_header("if-range", "\"other\"").get(&url).await.status, 200);
        let head = app.visitor().head(&url).await;
        assert_eq!((head.status, head.header("content-length"), head.bytes.len()), (200, "50000", 0));
    }

    async fn text_is_sent_as_it_is(database) {
        let app = program(database).await;
        let text = "dòng chữ\n".repeat(10_000);
        let url = attach(&somebody(&app), "public", "any", "a.txt", text.as_bytes()).await;
        let got = app.visitor().with_header("accept-encoding", "gzip, br").get(&url).await;
        assert_eq!(got.header("content-encoding"), "");
        assert_eq!(got.bytes, text.as_bytes());
    }
}
