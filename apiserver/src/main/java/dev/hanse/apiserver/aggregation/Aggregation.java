package dev.hanse.apiserver.aggregation;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.util.function.Supplier;

/// The controllers of APIServices.
public final class Aggregation implements AutoCloseable {

    private final ApiServiceRegistration registration;
    private final ApiServiceAvailability availability;

    /// @param surface what the cluster serves
    public Aggregation(
            ObjectClient client, ClusterName cluster, Supplier<ApiSurface> surface, Clock clock) {
        this.registration = new ApiServiceRegistration(client, cluster, surface);
        this.availability = new ApiServiceAvailability(client, cluster, clock);
    }

    public void start() {
        registration.start();
        availability.start();
    }

    @Override
    public void close() {
        availability.close();
        registration.close();
    }
}
