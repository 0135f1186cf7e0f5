package dev.hanse.it;

/// Requests for certificates as `spec.request` of a CertificateSigningRequest takes them.
public final class SigningRequests {

    /// Of `anna` in the group `pilots`.
    public static final String OF_A_PILOT =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIYU1JR0NBZ0VBTUNBeER6QU5C"
                    + "Z05WQkFvTUJuQnBiRzkwY3pFTk1Bc0dBMVVFQXd3RVlXNXVZVEJaTUJNRwpCeXFHU000OUFnRUdD"
                    + "Q3FHU000OUF3RUhBMElBQkVUd2F0RlM2L1lRcDJmZjV0ZFZXTlg3UVBrSzdKZVBYbG50CmN2d0h3"
                    + "a1JmeHRDQk40MjFDWUNuTUF5Um1Ec1NyUUhHbEZ1UGNxR0hlVy9DWVpWTWRJZWdBREFLQmdncWhr"
                    + "ak8KUFFRREFnTkhBREJFQWlBM3ViWkpDNllkOS8vcVBzdTNyUEZ3NzZJQjRMcmg2dnhZS1hLS1ln"
                    + "bGdOZ0lnZnlqSwprWFlvS0J4RnpUS2RrQklmMjNVa1ZOZ2RLZXE5R09NakxVL0xZU2c9Ci0tLS0t"
                    + "RU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";

    /// Of somebody who would be an administrator.
    public static final String OF_A_MASTER =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIak1JR0pBZ0VBTUNjeEZ6QVZC"
                    + "Z05WQkFvTURuTjVjM1JsYlRwdFlYTjBaWEp6TVF3d0NnWURWUVFEREFObApkbVV3V1RBVEJnY3Fo"
                    + "a2pPUFFJQkJnZ3Foa2pPUFFNQkJ3TkNBQVJFOEdyUlV1djJFS2RuMytiWFZWalYrMEQ1CkN1eVhq"
                    + "MTVaN1hMOEI4SkVYOGJRZ1RlTnRRbUFwekFNa1pnN0VxMEJ4cFJiajNLaGgzbHZ3bUdWVEhTSG9B"
                    + "QXcKQ2dZSUtvWkl6ajBFQXdJRFNRQXdSZ0loQUlnYzhKLzJja0hVbW1JNlBWYm1Gc0NuS1pkZkIy"
                    + "ejV5bldpaTd5UAo2YlRlQWlFQTR3Ly9zaUVNL3BJK1d1MHdtOExZWjZqS1c4b3NkMkJHUVUxQklV"
                    + "bjZVSVU9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";

    private SigningRequests() {}
}
