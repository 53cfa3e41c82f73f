package io.polyplug.codegen.diff;

import java.util.List;

import io.polyplug.codegen.api.Api;

/**
 * Compares two versions of an api by what becomes of those who were built with the
 * earlier one and meet those who are built with the later one. Stateless, thread-safe.
 * <p>
 * Contracts are known by kind, name and major version, types by name, functions and
 * fields by name. A function or field whose name is new and that has the place and the
 * types of one whose name is gone counts as renamed.
 * <p>
 * The minor version is a promise: a caller that asks for a minor version is not given a
 * guest of a lower one. So whatever only a new caller can do to an old guest is
 * compatible where the minor version was raised. Guests ask a host contract for its major
 * version alone, so there nothing is.
 */
public final class ApiDiff {

    private ApiDiff() {
    }

    /**
     * Tells what differs. Comments and the patch version make no difference.
     * @param before the earlier api
     * @param after the later one
     * @return the differences: of guest contracts, of host contracts, of types, each in
     * the order of the earlier api and those that are new at the end; empty if there is
     * none
     */
    public static List<Difference> between(Api before, Api after) {
        Apis apis = new Apis(before, after);
        Findings findings = new Findings();
        new ContractDiff(apis, findings).compare(before.guestContracts(), after.guestContracts());
        new ContractDiff(apis, findings).compare(before.hostContracts(), after.hostContracts());
        new TypeDiff(apis, findings).compare();
        return findings.all();
    }

}
