package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// CronJobs: jobs on a schedule.
public final class CronJobStrategy implements Strategy {

    /// Jobs are named after their cron job and the minute they are due.
    private static final int LONGEST_NAME = 52;

    @Override
    public void afterDefaulting(ObjectNode object) {
        if (object.path("spec").path("jobTemplate").path("spec") instanceof ObjectNode job) {
            PodDefaults.template(job);
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var name = object.path("metadata").path("name");
        if (name.asText().length() > LONGEST_NAME) {
            checks.add(
                    FieldError.invalid(
                            "metadata.name", name, "must be no more than 52 characters"));
        }
        var spec = object.path("spec");
        var schedule = spec.path("schedule").asText();
        if (schedule.isEmpty()) {
            checks.add(FieldError.required("spec.schedule", ""));
        } else {
            CronSchedule.problem(schedule)
                    .ifPresent(
                            problem ->
                                    checks.add(
                                            FieldError.invalid(
                                                    "spec.schedule", schedule, problem)));
        }
        for (var field :
                List.of(
                        "startingDeadlineSeconds",
                        "successfulJobsHistoryLimit",
                        "failedJobsHistoryLimit")) {
            checks.notNegative(spec, "spec", field);
        }
        var job = spec.path("jobTemplate").path("spec");
        JobStrategy.checkSpec(job, "spec.jobTemplate.spec", checks);
        if (job.path("manualSelector").asBoolean()) {
            checks.add(
                    FieldError.notSupported(
                            "spec.jobTemplate.spec.manualSelector", true, List.of("nil", "false")));
        }
        return checks.errors();
    }
}
