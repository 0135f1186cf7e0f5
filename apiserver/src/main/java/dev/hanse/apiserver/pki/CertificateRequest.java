package dev.hanse.apiserver.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemReader;

/// A request for a certificate (PKCS #10, RFC 2986). Immutable.
public final class CertificateRequest {

    private static final String TYPE = "CERTIFICATE REQUEST";

    private final PKCS10CertificationRequest request;

    private CertificateRequest(PKCS10CertificationRequest request) {
        this.request = request;
    }

    /// @throws InvalidPemException if the first block is none
    public static CertificateRequest parse(byte[] pem) {
        try (var reader = new PemReader(new StringReader(new String(pem, US_ASCII)))) {
            var block = reader.readPemObject();
            if (block == null || !block.getType().equals(TYPE)) {
                throw new InvalidPemException("PEM block type must be " + TYPE, null);
            }
            return new CertificateRequest(new PKCS10CertificationRequest(block.getContent()));
        } catch (IOException | IllegalStateException e) {
            throw new InvalidPemException("asn1: structure error: " + e.getMessage(), e);
        }
    }

    /// Whether whoever asks has the key that the certificate would be for.
    public boolean isSignedByItsKey() {
        try {
            return request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder()
                            .build(request.getSubjectPublicKeyInfo()));
        } catch (OperatorCreationException | PKCSException e) {
            return false;
        }
    }

    /// What Kubernetes takes for groups.
    public List<String> organizations() {
        var found = new ArrayList<String>();
        for (var name : request.getSubject().getRDNs(BCStyle.O)) {
            for (var part : name.getTypesAndValues()) {
                if (part.getType().equals(BCStyle.O)
                        && part.getValue() instanceof ASN1String text) {
                    found.add(text.getString());
                }
            }
        }
        return found;
    }
}
