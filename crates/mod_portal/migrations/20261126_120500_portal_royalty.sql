-- Royalties (nhuận bút). Genres with the range of their coefficient (in hundredths), from a day to a day; `code` names a
-- genre through its rows. None of what is filled in here was read in a document: it is to be checked and edited.
CREATE TABLE portal_royalty_genre (
    id         TEXT   PRIMARY KEY,
    code       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    name_en    TEXT   NOT NULL,
    place      BIGINT NOT NULL,
    smallest   BIGINT NOT NULL,
    largest    BIGINT NOT NULL,
    valid_from TEXT   NOT NULL,
    valid_to   TEXT,
    basis      TEXT   NOT NULL,
    standing   TEXT   NOT NULL CHECK (standing IN ('verified', 'unverified')),
    version    BIGINT NOT NULL,
    UNIQUE (code, valid_from)
);
INSERT INTO portal_royalty_genre (id, code, name, name_en, place, smallest, largest, valid_from, valid_to, basis, standing, version) VALUES
    ('019abd00-0000-7000-8000-000000000001', 'tin', 'Tin', 'News item', 1, 10, 1000, '2014-06-01', NULL, 'Ghi theo trí nhớ về Nghị định 18/2014/NĐ-CP; chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000002', 'bai', 'Bài', 'Article', 2, 100, 3000, '2014-06-01', NULL, 'Ghi theo trí nhớ về Nghị định 18/2014/NĐ-CP; chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000003', 'phong-su', 'Phóng sự, ghi chép', 'Report, notes', 3, 200, 3000, '2014-06-01', NULL, 'Ghi theo trí nhớ về Nghị định 18/2014/NĐ-CP; chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000004', 'phong-van', 'Phỏng vấn', 'Interview', 4, 200, 3000, '2014-06-01', NULL, 'Ghi theo trí nhớ về Nghị định 18/2014/NĐ-CP; chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000005', 'anh', 'Ảnh', 'Photograph', 5, 10, 1000, '2014-06-01', NULL, 'Ghi theo trí nhớ về Nghị định 18/2014/NĐ-CP; chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000006', 'video', 'Video', 'Video', 6, 100, 5000, '2014-06-01', NULL, 'Ghi theo trí nhớ về Nghị định 18/2014/NĐ-CP; chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000007', 'dich', 'Dịch', 'Translation', 7, 50, 2000, '2014-06-01', NULL, 'Mức đề xuất để sửa; chưa có văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000008', 'tra-loi', 'Trả lời hỏi đáp', 'Answer to a question', 8, 10, 1000, '2014-06-01', NULL, 'Ghi theo trí nhớ về Nghị định 18/2014/NĐ-CP; chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000009', 'do-hoa', 'Tranh, đồ họa thông tin', 'Drawing, infographic', 9, 50, 1000, '2014-06-01', NULL, 'Ghi theo trí nhớ về Nghị định 18/2014/NĐ-CP; chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-00000000000a', 'bien-tap', 'Biên tập', 'Editing', 10, 10, 500, '2014-06-01', NULL, 'Mức đề xuất để sửa; chưa có văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-00000000000b', 'suu-tam', 'Sưu tầm, tổng hợp, đăng lại', 'Compiled or reprinted', 11, 5, 300, '2014-06-01', NULL, 'Mức đề xuất để sửa; chưa có văn bản', 'unverified', 1);

-- What one coefficient is worth in đồng, from a day to a day.
CREATE TABLE portal_royalty_unit (
    id         TEXT   PRIMARY KEY,
    value      BIGINT NOT NULL,
    valid_from TEXT   NOT NULL UNIQUE,
    valid_to   TEXT,
    basis      TEXT   NOT NULL,
    standing   TEXT   NOT NULL CHECK (standing IN ('verified', 'unverified')),
    version    BIGINT NOT NULL
);
INSERT INTO portal_royalty_unit (id, value, valid_from, valid_to, basis, standing, version) VALUES
    ('019abd00-0000-7000-8000-000000000101', 180000, '2023-07-01', '2024-06-30', '10 % lương cơ sở 1.800.000 đồng; ghi theo trí nhớ, chưa đối chiếu văn bản', 'unverified', 1),
    ('019abd00-0000-7000-8000-000000000102', 234000, '2024-07-01', NULL, '10 % lương cơ sở 2.340.000 đồng; ghi theo trí nhớ, chưa đối chiếu văn bản', 'unverified', 1);

-- A month of a site's royalties. A closed one is never changed.
CREATE TABLE portal_royalty_month (
    site_id   UUID   NOT NULL REFERENCES portal_site (id),
    month     TEXT   NOT NULL,
    closed_at BIGINT,
    closed_by UUID,
    version   BIGINT NOT NULL,
    PRIMARY KEY (site_id, month)
);

-- What somebody is given for their part in what was published. It keeps everything it was worked out from, so that neither
-- another rate nor another title changes it. One that `corrects` another says what would have been right; its amount is
-- the difference.
CREATE TABLE portal_royalty_award (
    id           UUID    PRIMARY KEY,
    site_id      UUID    NOT NULL REFERENCES portal_site (id),
    month        TEXT    NOT NULL,
    entry_id     UUID    NOT NULL REFERENCES portal_entry (id),
    revision     BIGINT  NOT NULL,
    title        TEXT    NOT NULL,
    published_on TEXT    NOT NULL,
    -- The account of whoever is given it; none for an outside author.
    payee_id     UUID,
    payee        TEXT    NOT NULL,
    payee_key    TEXT    NOT NULL,
    genre        TEXT    NOT NULL,
    genre_name   TEXT    NOT NULL,
    genre_en     TEXT    NOT NULL,
    smallest     BIGINT  NOT NULL,
    largest      BIGINT  NOT NULL,
    unit         BIGINT  NOT NULL,
    verified     BOOLEAN NOT NULL,
    coefficient  BIGINT  NOT NULL,
    share        BIGINT  NOT NULL,
    amount       BIGINT  NOT NULL,
    note         TEXT    NOT NULL,
    status       TEXT    NOT NULL CHECK (status IN ('proposed', 'returned', 'approved', 'withdrawn')),
    -- Why it was returned, withdrawn or corrected.
    reason       TEXT    NOT NULL,
    corrects     UUID    REFERENCES portal_royalty_award (id),
    -- The accounts that proposed or changed it, as a JSON list.
    hands        TEXT    NOT NULL,
    approver_id  UUID,
    created_at   BIGINT  NOT NULL,
    updated_at   BIGINT  NOT NULL,
    version      BIGINT  NOT NULL
);
CREATE UNIQUE INDEX portal_royalty_award_once ON portal_royalty_award (entry_id, revision, payee_key, genre)
    WHERE corrects IS NULL AND status <> 'withdrawn';
CREATE INDEX portal_royalty_award_month ON portal_royalty_award (site_id, month);
CREATE INDEX portal_royalty_award_payee ON portal_royalty_award (payee_id, month);
CREATE INDEX portal_royalty_award_corrects ON portal_royalty_award (corrects);
CREATE INDEX portal_royalty_award_waiting ON portal_royalty_award (status, site_id)
    WHERE status IN ('proposed', 'returned');
