//! The forms of the model province's procedures: data, loaded once and edited as any other form.

use kernel::{Ctx, Error, Result};
use svc_forms::{definition::Definition, version};

/// The forms, as files.
const MODEL: &[(&str, &str)] = &[
    ("ban-sao-trich-luc", include_str!("../seeds/forms/ban-sao-trich-luc.toml")),
    ("cap-doi-giay-chung-nhan", include_str!("../seeds/forms/cap-doi-giay-chung-nhan.toml")),
    ("chung-thuc-ban-sao", include_str!("../seeds/forms/chung-thuc-ban-sao.toml")),
    ("chung-thuc-chu-ky", include_str!("../seeds/forms/chung-thuc-chu-ky.toml")),
    ("chung-thuc-giao-dich", include_str!("../seeds/forms/chung-thuc-giao-dich.toml")),
    ("con-nuoi", include_str!("../seeds/forms/con-nuoi.toml")),
    ("cong-ty-mot-thanh-vien", include_str!("../seeds/forms/cong-ty-mot-thanh-vien.toml")),
    ("ct01", include_str!("../seeds/forms/ct01.toml")),
    ("de-nghi", include_str!("../seeds/forms/de-nghi.toml")),
    ("giam-ho", include_str!("../seeds/forms/giam-ho.toml")),
    ("giay-phep-xay-dung", include_str!("../seeds/forms/giay-phep-xay-dung.toml")),
    ("ho-kinh-doanh", include_str!("../seeds/forms/ho-kinh-doanh.toml")),
    ("ho-ngheo", include_str!("../seeds/forms/ho-ngheo.toml")),
    ("hoa-giai-dat-dai", include_str!("../seeds/forms/hoa-giai-dat-dai.toml")),
    ("huu-tri-xa-hoi", include_str!("../seeds/forms/huu-tri-xa-hoi.toml")),
    ("karaoke", include_str!("../seeds/forms/karaoke.toml")),
    ("ket-hon", include_str!("../seeds/forms/ket-hon.toml")),
    ("khai-sinh", include_str!("../seeds/forms/khai-sinh.toml")),
    ("khai-sinh-lai", include_str!("../seeds/forms/khai-sinh-lai.toml")),
    ("khai-tu", include_str!("../seeds/forms/khai-tu.toml")),
    ("khuyet-tat", include_str!("../seeds/forms/khuyet-tat.toml")),
    ("lien-thong-khai-sinh", include_str!("../seeds/forms/lien-thong-khai-sinh.toml")),
    ("ly-lich-tu-phap", include_str!("../seeds/forms/ly-lich-tu-phap.toml")),
    ("so-nha", include_str!("../seeds/forms/so-nha.toml")),
    ("tach-hop-thua", include_str!("../seeds/forms/tach-hop-thua.toml")),
    ("than-nhan-nguoi-co-cong", include_str!("../seeds/forms/than-nhan-nguoi-co-cong.toml")),
    ("the-huong-dan-vien", include_str!("../seeds/forms/the-huong-dan-vien.toml")),
    ("tro-cap-xa-hoi", include_str!("../seeds/forms/tro-cap-xa-hoi.toml")),
    ("xac-nhan-hon-nhan", include_str!("../seeds/forms/xac-nhan-hon-nhan.toml")),
];

/// The forms of the model province's procedures.
///
/// # Errors
/// That a file in the program is broken: which, and where.
pub fn model_forms() -> Result<Vec<Definition>> {
    let read = |(name, text): &(&str, &str)| {
        toml::from_str::<Definition>(text)
            .map_err(|error| Error::internal(format!("the form {name}: {error}")))
    };
    MODEL.iter().map(read).collect()
}

/// Loads the forms of the model province's procedures, those that are not there yet.
///
/// # Errors
/// [`Error::Forbidden`] without the right to edit forms; the database's.
pub async fn load_model_forms(ctx: &Ctx) -> Result<usize> {
    let mut loaded = 0;
    for form in model_forms()? {
        if version::latest(ctx.read(), &form.key).await?.is_none() {
            version::keep(ctx, form, 0).await?;
            loaded += 1;
        }
    }
    Ok(loaded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_sound_and_begins_with_who_applies() {
        let forms = model_forms().unwrap();
        assert!(!forms.is_empty());
        for form in &forms {
            assert_eq!(form.faults(), [], "{}", form.key);
            let first: Vec<&str> = form.pages[0].fields.iter().map(|field| field.key.as_str()).collect();
            for key in ["ho_ten", "so_dinh_danh", "dien_thoai"] {
                assert!(first.contains(&key), "{}: {key}", form.key);
            }
        }
        let services = svc_catalogue::service::model_services().unwrap();
        for service in services {
            let key = service.form.unwrap_or_default();
            assert!(forms.iter().any(|form| form.key == key), "{}: {key}", service.code);
        }
        assert!(forms.iter().any(|form| form.key == "de-nghi"));
    }
}
