package dev.hanse.apiserver.authn;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.User;
import java.io.IOException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/// Client certificates signed by a client authority: the common name is the user, organizations are
/// its groups, as in Kubernetes.
public final class ClientCertificates implements Authenticator {

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

    private final Set<TrustAnchor> anchors;
    private final Clock clock;

    public ClientCertificates(List<X509Certificate> authorities, Clock clock) {
        this.anchors =
                authorities.stream()
                        .map(each -> new TrustAnchor(each, null))
                        .collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    @Override
    public Optional<User> authenticate(ApiRequest request) {
        if (request.clientCertificates().isEmpty()) {
            return Optional.empty();
        }
        verify(request.clientCertificates());
        return user(request.clientCertificates().getFirst());
    }

    private void verify(List<X509Certificate> chain) {
        try {
            var leaf = new X509CertSelector();
            leaf.setCertificate(chain.getFirst());
            leaf.setExtendedKeyUsage(Set.of(CLIENT_AUTHENTICATION));
            var parameters = new PKIXBuilderParameters(anchors, leaf);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            var _ = CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (CertPathBuilderException e) {
            throw Unauthorized.because("client certificate is not trusted", e);
        } catch (InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot verify certificates", e);
        } catch (IOException e) {
            throw Unauthorized.because("client certificate is not readable", e);
        }
    }

    private static Optional<User> user(X509Certificate certificate) {
        X500Name subject;
        try {
            subject = new JcaX509CertificateHolder(certificate).getSubject();
        } catch (CertificateEncodingException e) {
            throw Unauthorized.because("client certificate is not readable", e);
        }
        var names = values(subject, BCStyle.CN);
        return names.isEmpty() || names.getLast().isEmpty()
                ? Optional.empty()
                : Optional.of(new User(names.getLast(), "", values(subject, BCStyle.O), Map.of()));
    }

    /// The values as they are: escaped for printing, a group could be mistaken for two.
    private static List<String> values(X500Name name, ASN1ObjectIdentifier type) {
        var found = new ArrayList<String>();
        for (var rdn : name.getRDNs(type)) {
            for (var part : rdn.getTypesAndValues()) {
                if (part.getType().equals(type) && part.getValue() instanceof ASN1String text) {
                    found.add(text.getString());
                }
            }
        }
        return found;
    }
}
