"""A certificate authority of one test, and the certificate of the fake's names."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from .names import HOSTS


def make(folder: Path) -> Path:
    """The authority's certificate (PEM); `server_context` uses what lies beside it."""
    authority_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in "as")
    issuer, subject = _name(f"Fake {token_hex(8)}"), _name(HOSTS[0])
    authority = (
        _builder(subject=issuer, issuer=issuer, key=authority_key, signer=authority_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS])
    server = (
        _builder(subject=subject, issuer=issuer, key=server_key, signer=authority_key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(names, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    path = folder / "authority.pem"
    path.write_bytes(authority.public_bytes(Encoding.PEM))
    key = server_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _server(path).write_bytes(key + server.public_bytes(Encoding.PEM))
    return path


def server_context(authority: Path) -> ssl.SSLContext:
    """TLS as the fake speaks it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_server(authority))
    return context


def client_context(authority: Path) -> ssl.SSLContext:
    """TLS for a client that believes this authority and no other."""
    return ssl.create_default_context(cafile=authority)


def _server(authority: Path) -> Path:
    return authority.with_name("server.pem")


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def _builder(
    *,
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            critical=False,
        )
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
