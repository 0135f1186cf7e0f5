package dev.hanse.apiserver.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The certificate the server shows, in files that other tools may bring or read.
///
/// @param certificateFile the chain, PEM, leaf first
/// @param keyFile its key, PEM
/// @param authority what clients verify the certificate with, PEM
public record ServingCertificate(Path certificateFile, Path keyFile, String authority) {

    private static final String AUTHORITY_NAME = "Hanse serving certificates";
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

    /// A pair that somebody else takes care of.
    public static ServingCertificate of(Path certificateFile, Path keyFile) {
        return new ServingCertificate(
                certificateFile, keyFile, Pem.of(Pem.readCertificates(certificateFile)));
    }

    /// `<name>.crt` and `<name>.key` in `directory`. What is missing is made, what was made here is
    /// renewed when it ends soon or lacks a name, and what somebody else put there is left alone.
    ///
    /// @param moreNames DNS names and addresses besides those every API server has
    public static ServingCertificate prepare(
            Path directory, String name, Collection<String> moreNames, Clock clock) {
        var certificateFile = directory.resolve(name + ".crt");
        var keyFile = directory.resolve(name + ".key");
        boolean exists = Files.exists(certificateFile) && Files.exists(keyFile);
        if (exists && !isOurs(Pem.readCertificates(certificateFile).getFirst())) {
            return of(certificateFile, keyFile);
        }
        var authority =
                CertificateAuthority.loadOrCreate(
                        directory.resolve(name + "-ca.crt"),
                        directory.resolve(name + "-ca.key"),
                        AUTHORITY_NAME,
                        clock);
        var names = ServerNames.including(moreNames);
        if (!exists
                || !isPair(certificateFile, keyFile)
                || !isUsable(
                        Pem.readCertificates(certificateFile).getFirst(),
                        authority,
                        names,
                        clock)) {
            var issued = authority.issueServer(name, names, LIFETIME);
            SecretFile.write(keyFile, Pem.of(issued.key()).getBytes(US_ASCII));
            SecretFile.write(certificateFile, Pem.of(issued.chain()).getBytes(US_ASCII));
        }
        return new ServingCertificate(certificateFile, keyFile, authority.pem());
    }

    private static boolean isOurs(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName().equals("CN=" + AUTHORITY_NAME);
    }

    /// Not so after a crash between writing the one file and the other.
    private static boolean isPair(Path certificateFile, Path keyFile) {
        return KeyPairs.publicKey(Pem.readPrivateKey(keyFile))
                .equals(Pem.readCertificates(certificateFile).getFirst().getPublicKey());
    }

    private static boolean isUsable(
            X509Certificate certificate,
            CertificateAuthority authority,
            Set<String> names,
            Clock clock) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            var end = certificate.getNotAfter().toInstant();
            return clock.instant().plus(RENEW_BEFORE_END).isBefore(end)
                    && alternatives(certificate)
                            .containsAll(names.stream().map(ServerNames::canonical).toList());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Set<String> alternatives(X509Certificate certificate)
            throws CertificateParsingException {
        var found = new HashSet<String>();
        var names = certificate.getSubjectAlternativeNames();
        for (List<?> each : names == null ? List.<List<?>>of() : names) {
            if (each.get(1) instanceof String text) {
                found.add(ServerNames.canonical(text));
            }
        }
        return found;
    }
}
