"""Seals inside PDFs and beside files: what is made, and what is said about it."""

import asyncio
import base64
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.adapters.signing.rings import AT, HEAD, flipped, key_ring, paper, run
from ukur.adapters.signing import certificates, strict
from ukur.adapters.signing.keyring import KeyRing
from ukur.adapters.signing.sealing import SigningKey, _signer, as_asn1, sealed_pdf
from ukur.domain.ports import OutsideFailure
from ukur.domain.signing import Intact, Signer


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return key_ring(tmp_path_factory.mktemp("ring") / "keys")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """The keys of another installation."""
    return key_ring(tmp_path_factory.mktemp("elsewhere") / "keys")


@pytest.fixture(scope="module")
def sealed(ring: KeyRing) -> bytes:
    return ring.seal(paper(), HEAD, reason="Menandatangani dokumen", at=AT)


def signed_elsewhere(pdf: bytes, signing: SigningKey, field: str = "Lain") -> bytes:
    """As another program signs: upper-case digits, an approval, room of another size."""
    steps = PdfCMSEmbedder().write_cms(field, IncrementalPdfFileWriter(BytesIO(pdf)))
    next(steps)
    steps.send(
        SigObjSetup(
            SignatureObject(timestamp=AT, bytes_reserved=8192, subfilter=SigSeedSubFilter.PADES)
        )
    )
    prepared, output = steps.send(SigIOSetup("sha256"))
    signer = _signer(signing)
    steps.send(asyncio.run(signer.async_sign(prepared.document_digest, "sha256", use_pades=True)))
    content: bytes = output.getvalue()
    return content


@pytest.fixture(scope="module")
def outside_key() -> SigningKey:
    """A key of an authority that nobody here knows."""
    root_key, key = certificates.fresh_key(), certificates.fresh_key()
    root = certificates.root_certificate(root_key, "Instansi lain", AT)
    leaf = certificates.duty_certificate(
        key.public_key(), "Pejabat lain", AT, root=root, root_key=root_key
    )
    return SigningKey(key, leaf, root)


def test_a_sealed_paper_is_intact_and_its_signer_known(ring: KeyRing, sealed: bytes) -> None:
    verdict = ring.verdict(sealed)
    assert (verdict.intact, verdict.signer, verdict.changes) == (Intact.YES, Signer.KNOWN, ())
    assert verdict.subject == "Kepala Dinas Kesehatan, Dinas Kesehatan Kabupaten Contoh"
    assert verdict.issuer.startswith("Otoritas Segel Internal (bukan BSrE)")
    assert verdict.signed_at == AT


def test_elsewhere_it_is_intact_and_its_signer_unknown(elsewhere: KeyRing, sealed: bytes) -> None:
    verdict = elsewhere.verdict(sealed)
    assert (verdict.intact, verdict.signer) == (Intact.YES, Signer.UNKNOWN)


def test_a_machine_without_any_keys_can_judge(tmp_path: Path, sealed: bytes) -> None:
    assert KeyRing(tmp_path / "nothing").verdict(sealed).intact is Intact.YES


def test_a_root_put_among_the_trusted_makes_the_signer_known(
    tmp_path: Path, ring: KeyRing, sealed: bytes
) -> None:
    friend = key_ring(tmp_path / "keys")
    (friend.folder / "trusted").mkdir()
    (friend.folder / "trusted" / "dinas-lain.pem").write_text(ring.root_pem())
    assert friend.verdict(sealed).signer is Signer.KNOWN


def test_the_seal_adds_to_the_paper_and_changes_nothing_before(sealed: bytes) -> None:
    assert sealed.startswith(paper())
    assert sealed.endswith(b"\n%%EOF\n")


def test_the_digits_are_lower_case_padded_with_zeros_in_room_of_one_size(sealed: bytes) -> None:
    covered = strict.covering(sealed)
    assert covered is not None
    der = strict.contents(covered)
    assert covered.digits == der.hex().encode() + b"0" * (8192 - 2 * len(der))


def test_poppler_finds_the_signature_valid(tmp_path: Path, sealed: bytes) -> None:
    (tmp_path / "paper.pdf").write_bytes(sealed)
    said = run("pdfsig", "-nocert", str(tmp_path / "paper.pdf")).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Oct 14 2026 07:02:00" in said
    assert "ETSI.CAdES.detached" in said


def test_qpdf_finds_no_fault_in_the_file(tmp_path: Path, sealed: bytes) -> None:
    (tmp_path / "paper.pdf").write_bytes(sealed)
    checked = run("qpdf", "--check", str(tmp_path / "paper.pdf"))
    assert checked.returncode == 0, checked.stderr


def test_pyhanko_finds_the_signature_valid_and_no_change_permitted(
    ring: KeyRing, sealed: bytes
) -> None:
    (embedded,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    trust = ValidationContext(
        trust_roots=[as_asn1(x509.load_pem_x509_certificate(ring.root_pem().encode()))], moment=AT
    )
    status = validate_pdf_signature(embedded, trust)
    assert status.bottom_line
    assert embedded.docmdp_level is not None
    assert embedded.docmdp_level.name == "NO_CHANGES"
    assert embedded.field_name == "UkurSegel"


def test_a_signed_paper_is_not_sealed_again(ring: KeyRing, sealed: bytes) -> None:
    with pytest.raises(OutsideFailure, match="signed already"):
        ring.seal(sealed, HEAD, reason="uji", at=AT)


@pytest.mark.parametrize("content", [b"", b"bukan PDF", b"%PDF-1.7\nrusak"])
def test_what_is_no_pdf_is_not_sealed(ring: KeyRing, content: bytes) -> None:
    with pytest.raises(OutsideFailure):
        ring.seal(content, HEAD, reason="uji", at=AT)


def test_an_unsigned_paper_is_called_unsigned(ring: KeyRing) -> None:
    verdict = ring.verdict(paper())
    assert (verdict.intact, verdict.signer) == (Intact.UNSIGNED, Signer.NONE)


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%", b"\n%%EOF", b"\0" * 100, b"1 0 obj\nendobj"])
def test_nothing_may_follow_the_end(ring: KeyRing, sealed: bytes, tail: bytes) -> None:
    assert ring.verdict(sealed + tail).intact is Intact.CHANGED


@pytest.mark.parametrize("cut", [1, 10, 600, 5000, 9000, 12000])
def test_nothing_may_be_cut_off(ring: KeyRing, sealed: bytes, cut: int) -> None:
    assert ring.verdict(sealed[:-cut]).intact is not Intact.YES


def test_our_digits_in_upper_case_are_a_change(ring: KeyRing, sealed: bytes) -> None:
    covered = strict.covering(sealed)
    assert covered is not None
    shouted = sealed.replace(covered.digits, covered.digits.upper())
    assert ring.verdict(shouted).changes == ("contents_digits",)


def test_an_incremental_update_after_the_seal_is_a_change(
    ring: KeyRing, sealed: bytes, outside_key: SigningKey
) -> None:
    assert ring.verdict(signed_elsewhere(sealed, outside_key)).changes == ("later_change",)


def test_an_update_that_takes_the_seal_away_is_a_change(ring: KeyRing, sealed: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    del writer.root["/AcroForm"]
    writer.update_root()  # type: ignore[no-untyped-call]  # pyHanko left it untyped
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]  # pyHanko left it untyped
    assert ring.verdict(output.getvalue()).changes == ("not_whole_file",)


def test_a_paper_signed_elsewhere_is_intact_with_an_unknown_signer(
    ring: KeyRing, outside_key: SigningKey
) -> None:
    verdict = ring.verdict(signed_elsewhere(paper(), outside_key))
    assert (verdict.intact, verdict.signer) == (Intact.YES, Signer.UNKNOWN)
    assert verdict.subject.startswith("Pejabat lain")


def test_of_two_signatures_from_elsewhere_the_last_covers_and_both_hold(
    ring: KeyRing, outside_key: SigningKey
) -> None:
    twice = signed_elsewhere(signed_elsewhere(paper(), outside_key), outside_key, "Kedua")
    assert ring.verdict(twice).intact is Intact.YES
    assert ring.verdict(flipped(twice, len(paper()) // 2)).intact is Intact.CHANGED


def test_a_broken_first_of_two_signatures_is_told(ring: KeyRing, outside_key: SigningKey) -> None:
    first = bytearray(signed_elsewhere(paper(), outside_key))
    place = first.index(b"/Contents <") + 1200
    first[place] = ord("0") if first[place] != ord("0") else ord("1")
    twice = signed_elsewhere(bytes(first), outside_key, "Kedua")
    assert ring.verdict(twice).intact is Intact.CHANGED


def test_a_signer_is_judged_at_the_time_of_signing(ring: KeyRing) -> None:
    last_day = AT + timedelta(days=3649)
    assert ring.verdict(ring.seal(paper(), HEAD, reason="uji", at=last_day)).signer is Signer.KNOWN


@pytest.mark.parametrize(("days", "signer"), [(0, Signer.KNOWN), (-30, Signer.UNKNOWN)])
def test_a_signature_dated_before_its_certificate_has_no_known_signer(
    tmp_path: Path, outside_key: SigningKey, days: int, signer: Signer
) -> None:
    (tmp_path / "trusted").mkdir()
    (tmp_path / "trusted" / "lain.pem").write_bytes(certificates.as_pem(outside_key.root))
    dated = sealed_pdf(paper(), outside_key, reason="uji", at=AT + timedelta(days=days))
    verdict = KeyRing(tmp_path).verdict(dated)
    assert (verdict.intact, verdict.signer) == (Intact.YES, signer)


@given(content=st.binary(max_size=300), head=st.sampled_from([b"", b"%PDF-1.7\n"]))
def test_any_bytes_have_a_verdict(ring: KeyRing, content: bytes, head: bytes) -> None:
    assert ring.verdict(head + content).intact is not Intact.YES


@given(data=st.data())
@settings(max_examples=60)
def test_a_paper_with_a_hole_is_never_intact(
    ring: KeyRing, sealed: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.binary(max_size=40))
    changed = sealed[:start] + other + sealed[start + len(other) + 1 :]
    assert changed == sealed or ring.verdict(changed).intact is not Intact.YES


def test_a_signed_head_vouches_for_its_statement_alone(ring: KeyRing, elsewhere: KeyRing) -> None:
    signature = ring.sign_head(b"kepala jurnal", AT)
    assert ring.head_holds(b"kepala jurnal", signature)
    assert not ring.head_holds(b"kepala jurnal.", signature)
    assert not elsewhere.head_holds(b"kepala jurnal", signature)
    serial, _, digits = signature.partition(":")
    for changed in (f"{serial}:", f":{digits}", f"../{serial}:{digits}", f"1{serial}:{digits}"):
        assert not ring.head_holds(b"kepala jurnal", changed)


def test_a_head_that_is_signed_with_the_key_of_a_duty_does_not_hold(ring: KeyRing) -> None:
    serial = ring.make_certificate("kepala", "Kepala Dinas", "gembok", AT)
    duty = certificates.opened((ring.folder / "duties/kepala.pem").read_bytes(), "gembok")
    signed = duty.sign(b"kepala jurnal", ec.ECDSA(hashes.SHA256()))
    assert not ring.head_holds(b"kepala jurnal", f"{serial}:{base64.b64encode(signed).decode()}")


def test_a_head_from_before_heads_had_a_form_of_their_own_still_holds(ring: KeyRing) -> None:
    before = base64.b64encode(ring.sign_bytes(b"kepala jurnal", AT)).decode()
    assert ring.head_holds(b"kepala jurnal", before)
    assert not ring.head_holds(b"kepala jurnal.", before)


def test_a_detached_signature_vouches_for_its_content_alone(ring: KeyRing) -> None:
    signature = ring.sign_bytes(b"kepala jurnal", AT)
    verdict = ring.verify_bytes(b"kepala jurnal", signature)
    assert (verdict.intact, verdict.signer) == (Intact.YES, Signer.KNOWN)
    assert verdict.signed_at == AT
    assert ring.verify_bytes(b"kepala jurnal.", signature).changes == ("content",)


def test_a_detached_signature_from_elsewhere_is_not_known(
    ring: KeyRing, elsewhere: KeyRing
) -> None:
    verdict = ring.verify_bytes(b"isi", elsewhere.sign_bytes(b"isi", AT))
    assert (verdict.intact, verdict.signer) == (Intact.YES, Signer.UNKNOWN)


def test_openssl_verifies_a_detached_signature(tmp_path: Path, ring: KeyRing) -> None:
    (tmp_path / "isi").write_bytes(b"isi\r\napa adanya\n")
    (tmp_path / "isi.p7s").write_bytes(ring.sign_bytes(b"isi\r\napa adanya\n", AT))
    (tmp_path / "root.pem").write_text(ring.root_pem())
    (tmp_path / "lain").write_bytes(b"lain")
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER"]
    command += ["-in", str(tmp_path / "isi.p7s"), "-CAfile", str(tmp_path / "root.pem")]
    command += ["-no_check_time", "-out", "/dev/null", "-content"]
    assert run(*command, str(tmp_path / "isi")).returncode == 0
    assert run(*command, str(tmp_path / "lain")).returncode != 0


@given(signature=st.binary(max_size=400))
def test_any_bytes_as_a_signature_have_a_verdict(ring: KeyRing, signature: bytes) -> None:
    assert ring.verify_bytes(b"isi", signature).intact is Intact.CHANGED


def test_an_authority_of_the_same_name_with_another_key_is_another_authority(
    tmp_path: Path, outside_key: SigningKey
) -> None:
    namesake = certificates.root_certificate(certificates.fresh_key(), "Instansi lain", AT)
    assert namesake.subject == outside_key.root.subject
    (tmp_path / "trusted").mkdir()
    (tmp_path / "trusted" / "namesake.pem").write_bytes(certificates.as_pem(namesake))
    verdict = KeyRing(tmp_path).verdict(signed_elsewhere(paper(), outside_key))
    assert (verdict.intact, verdict.signer) == (Intact.YES, Signer.UNKNOWN)


def test_a_foreign_certificate_cannot_ride_along(ring: KeyRing, outside_key: SigningKey) -> None:
    message = cms.ContentInfo.load(ring.sign_bytes(b"isi", AT))
    certs = message["content"]["certificates"]
    certs.append(cms.CertificateChoices("certificate", as_asn1(outside_key.root)))
    assert ring.verify_bytes(b"isi", message.dump(force=True)).changes == ("certificates",)


def test_keys_are_on_the_curve_that_common_programs_verify() -> None:
    assert isinstance(certificates.fresh_key().curve, ec.SECP256R1)
