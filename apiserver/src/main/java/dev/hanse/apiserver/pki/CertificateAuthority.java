package dev.hanse.apiserver.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// Signs certificates for servers and clients with an ECDSA key on P-256. Thread-safe.
public final class CertificateAuthority {

    private static final Duration LIFETIME = Duration.ofDays(3650);

    /// Clocks of other machines may be behind.
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Clock clock;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
    }

    public static CertificateAuthority create(String commonName, Clock clock) {
        var pair = KeyPairs.ellipticCurve();
        var name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        var now = clock.instant();
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            serialNumber(),
                            Date.from(now.minus(BACKDATED)),
                            Date.from(now.plus(LIFETIME)),
                            name,
                            pair.getPublic());
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
            return new CertificateAuthority(
                    sign(builder, pair.getPrivate()), pair.getPrivate(), clock);
        } catch (NoSuchAlgorithmException | CertIOException e) {
            throw new IllegalStateException("cannot make a certificate authority", e);
        }
    }

    /// The authority in these files, made when they do not exist or it has ended.
    public static CertificateAuthority loadOrCreate(
            Path certificateFile, Path keyFile, String commonName, Clock clock) {
        if (Files.exists(certificateFile) && Files.exists(keyFile)) {
            var certificate = Pem.readCertificates(certificateFile).getFirst();
            if (clock.instant().isBefore(certificate.getNotAfter().toInstant())) {
                return new CertificateAuthority(certificate, Pem.readPrivateKey(keyFile), clock);
            }
        }
        var created = create(commonName, clock);
        SecretFile.write(keyFile, Pem.of(created.key).getBytes(US_ASCII));
        SecretFile.write(certificateFile, created.pem().getBytes(US_ASCII));
        return created;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return Pem.of(List.of(certificate));
    }

    /// A certificate for a server that clients reach under `names`, which are DNS names or IP
    /// addresses.
    public IssuedCertificate issueServer(
            String commonName, Collection<String> names, Duration lifetime) {
        var alternatives =
                names.stream()
                        .map(
                                each ->
                                        new GeneralName(
                                                ServerNames.isAddress(each)
                                                        ? GeneralName.iPAddress
                                                        : GeneralName.dNSName,
                                                each))
                        .toArray(GeneralName[]::new);
        var subject = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        return issue(
                subject, KeyPurposeId.id_kp_serverAuth, new GeneralNames(alternatives), lifetime);
    }

    /// A certificate for a client, which Kubernetes knows as `user` in `groups`.
    public IssuedCertificate issueClient(String user, List<String> groups, Duration lifetime) {
        var subject = new X500NameBuilder();
        groups.forEach(each -> subject.addRDN(BCStyle.O, each));
        subject.addRDN(BCStyle.CN, user);
        return issue(subject.build(), KeyPurposeId.id_kp_clientAuth, null, lifetime);
    }

    private IssuedCertificate issue(
            X500Name subject,
            KeyPurposeId purpose,
            @Nullable GeneralNames alternatives,
            Duration lifetime) {
        var pair = KeyPairs.ellipticCurve();
        var now = clock.instant();
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            new JcaX509CertificateHolder(certificate).getSubject(),
                            serialNumber(),
                            Date.from(now.minus(BACKDATED)),
                            Date.from(now.plus(lifetime)),
                            subject,
                            pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            if (alternatives != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
            }
            return new IssuedCertificate(
                    List.of(sign(builder, key), certificate), pair.getPrivate());
        } catch (NoSuchAlgorithmException | CertificateException | CertIOException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    private static BigInteger serialNumber() {
        return new BigInteger(128, new SecureRandom()).add(BigInteger.ONE);
    }
}
