//! Sending the form of a new entry more than once.

use testkit::both_databases;

use super::*;

both_databases! {
    async fn one_form_makes_one_article(database) {
        let room = Newsroom::open(database).await;
        let site = room.site.id.to_string();
        let mut form = room.editor.get(&format!("{WORK}/moi")).await.form(WORK);
        for (name, value) in whole("Gửi hai lần", &[("site", &site)]) {
            form.retain(|(n, _)| n != name);
            form.push((name.to_owned(), value.to_owned()));
        }
        let pairs: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let (one, two) = tokio::join!(room.editor.post_raw(WORK, &pairs), room.editor.post_raw(WORK, &pairs));
        assert_eq!((one.status, two.status), (303, 303), "{}{}", one.text(), two.text());
        let screen = one.location().to_owned();
        assert_eq!(two.location(), screen, "the answer is the first one's");
        assert_eq!(room.editor.post_raw(WORK, &pairs).await.location(), screen);
        assert_eq!(room.editor.get(WORK).await.count("tbody tr"), 1);
        assert_eq!(room.editor.get(&screen).await.count(".timeline li"), 1, "begun once");

        // Gone back to and written on: nothing is lost, nothing is overwritten unasked.
        let mut changed = pairs.clone();
        changed.retain(|(n, _)| *n != "title");
        changed.push(("title", "Viết thêm sau khi gửi"));
        let both = room.editor.post_raw(WORK, &changed).await;
        assert_eq!(both.status, 409);
        let kept = both.form(&format!("{screen}/revision"));
        assert!(kept.contains(&("title".to_owned(), "Viết thêm sau khi gửi".to_owned())));
        assert!(says(&both, "Gửi hai lần"));

        // Without a key, or with one that is not theirs, a form is a form like any other.
        let key = form.iter().find(|(n, _)| n == "_key").unwrap().1.clone();
        for key in ["", "019c0000-0000-7000-8000-000000000000.AAAA", key.as_str()] {
            let mut fields = whole("Bài khác", &[("site", &site)]);
            fields.push(("_key", key));
            let answer = room.publisher.post(WORK, &fields).await;
            assert_eq!(answer.status, 303);
            assert_ne!(answer.location(), screen);
        }
    }
}
