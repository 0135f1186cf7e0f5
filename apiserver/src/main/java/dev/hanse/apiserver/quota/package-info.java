/// ResourceQuota: what objects of a namespace use of it, and that they never use more. Usage is
/// written in the same transaction as the object that changes it, so it is exact at every revision.
/// Read [dev.hanse.apiserver.quota.QuotaLedger] first.
@NullMarked
package dev.hanse.apiserver.quota;

import org.jspecify.annotations.NullMarked;
