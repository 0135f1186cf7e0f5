package dev.hanse.apiserver.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// Certificates and keys as PEM (RFC 7468), read in every form OpenSSL writes without a password.
public final class Pem {

    private static final String CERTIFICATE = "CERTIFICATE";

    private Pem() {}

    /// All certificates of a file, in order.
    ///
    /// @throws InvalidPemException when there is none
    public static List<X509Certificate> readCertificates(Path file) {
        var found = new ArrayList<X509Certificate>();
        for (var entry : entries(file)) {
            if (entry instanceof X509CertificateHolder holder) {
                found.add(certificate(holder));
            }
        }
        if (found.isEmpty()) {
            throw new InvalidPemException("no certificate in " + file, null);
        }
        return found;
    }

    /// The first private key of a file.
    ///
    /// @throws InvalidPemException when there is none
    public static PrivateKey readPrivateKey(Path file) {
        var converter = new JcaPEMKeyConverter();
        for (var entry : entries(file)) {
            try {
                if (entry instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (entry instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            } catch (IOException e) {
                throw new InvalidPemException("unreadable key in " + file, e);
            }
        }
        throw new InvalidPemException("no private key in " + file, null);
    }

    /// All public keys of a file, those of its certificates and private keys included.
    ///
    /// @throws InvalidPemException when there is none
    public static List<PublicKey> readPublicKeys(Path file) {
        var found = new ArrayList<PublicKey>();
        var converter = new JcaPEMKeyConverter();
        for (var entry : entries(file)) {
            try {
                switch (entry) {
                    case X509CertificateHolder holder ->
                            found.add(certificate(holder).getPublicKey());
                    case SubjectPublicKeyInfo info -> found.add(converter.getPublicKey(info));
                    case PEMKeyPair pair ->
                            // The public half is optional in SEC 1 keys.
                            found.add(
                                    KeyPairs.publicKey(
                                            converter.getPrivateKey(pair.getPrivateKeyInfo())));
                    case PrivateKeyInfo info ->
                            found.add(KeyPairs.publicKey(converter.getPrivateKey(info)));
                    default -> {}
                }
            } catch (IOException e) {
                throw new InvalidPemException("unreadable key in " + file, e);
            }
        }
        if (found.isEmpty()) {
            throw new InvalidPemException("no public key in " + file, null);
        }
        return found;
    }

    /// Requires `pem` to be certificates and nothing else.
    ///
    /// @throws InvalidPemException that says, in Kubernetes' words, what else it is
    public static void requireCertificates(byte[] pem) {
        int blocks = 0;
        try (var reader = new PemReader(new StringReader(new String(pem, US_ASCII)))) {
            for (var block = reader.readPemObject();
                    block != null;
                    block = reader.readPemObject()) {
                if (!block.getType().equals(CERTIFICATE)) {
                    throw new InvalidPemException(
                            "only CERTIFICATE PEM blocks are allowed, found \""
                                    + block.getType()
                                    + "\"",
                            null);
                }
                certificate(new X509CertificateHolder(block.getContent()));
                blocks++;
            }
        } catch (IOException | IllegalStateException e) {
            throw new InvalidPemException("x509: malformed certificate", e);
        }
        if (blocks == 0) {
            throw new InvalidPemException("must contain at least one CERTIFICATE PEM block", null);
        }
    }

    public static String of(List<X509Certificate> certificates) {
        var text = new StringBuilder();
        for (var certificate : certificates) {
            try {
                text.append(block(CERTIFICATE, certificate.getEncoded()));
            } catch (CertificateException e) {
                throw new IllegalStateException("a parsed certificate has no encoding", e);
            }
        }
        return text.toString();
    }

    /// An unencrypted PKCS #8 private key.
    public static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String type, byte[] content) {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<Object> entries(Path file) {
        var found = new ArrayList<Object>();
        try (var parser = new PEMParser(new StringReader(Files.readString(file)))) {
            for (var next = parser.readObject(); next != null; next = parser.readObject()) {
                found.add(next);
            }
        } catch (PEMException e) {
            throw new InvalidPemException("not PEM: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return found;
    }

    private static X509Certificate certificate(X509CertificateHolder holder) {
        try {
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (CertificateException e) {
            throw new InvalidPemException("unreadable certificate", e);
        }
    }
}
