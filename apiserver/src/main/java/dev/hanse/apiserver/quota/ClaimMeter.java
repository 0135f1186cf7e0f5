package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Quantity;
import java.util.Set;
import java.util.TreeMap;

/// PersistentVolumeClaims: how many and how large, in all and by storage class.
record ClaimMeter() implements Meter {

    static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final String CLAIM = "persistentvolumeclaims";
    private static final String STORAGE = "requests.storage";
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
    private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
    private static final Set<String> NAMES = Set.of(Meter.countOf(CLAIMS), CLAIM, STORAGE);

    @Override
    public Amounts usage(JsonNode object) {
        var amounts = new TreeMap<String, Quantity>();
        var storageClass = storageClass(object);
        amounts.put(Meter.countOf(CLAIMS), Quantity.of(1));
        amounts.put(CLAIM, Quantity.of(1));
        var storage = storage(object);
        if (storage.signum() != 0) {
            amounts.put(STORAGE, storage);
        }
        if (!storageClass.isEmpty()) {
            amounts.put(storageClass + OF_CLASS + CLAIM, Quantity.of(1));
            if (storage.signum() != 0) {
                amounts.put(storageClass + OF_CLASS + STORAGE, storage);
            }
        }
        return new Amounts(amounts);
    }

    /// A claim that is being resized counts with the larger size.
    private static Quantity storage(JsonNode object) {
        var asked = Amounts.of(object.path("spec").path("resources").path("requests"));
        var allocated = Amounts.of(object.path("status").path("allocatedResources"));
        return asked.get("storage").max(allocated.get("storage"));
    }

    private static String storageClass(JsonNode object) {
        var annotated = object.path("metadata").path("annotations").path(OLD_CLASS);
        return annotated.isTextual()
                ? annotated.asText()
                : object.path("spec").path("storageClassName").asText();
    }

    @Override
    public boolean matches(String name) {
        return NAMES.contains(name)
                || name.endsWith(OF_CLASS + CLAIM)
                || name.endsWith(OF_CLASS + STORAGE);
    }
}
