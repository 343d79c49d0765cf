import type { ArtifactKind } from "#app/domain/artifacts/schema.ts";
import { type MadeIn, withMadeIn } from "./made-in.tsx";

/** Kinds that begin with something else than an empty editor, and where: a file, suggestions. */
const BEGINNINGS: Partial<Record<ArtifactKind, string>> = {
	contract_analysis: "/success/contracts/new",
	recommendations: "/success/recommendations/new",
};

/** Where a kind begins that does not begin in the editor; undefined for one that does. */
export function beginningOf(kind: ArtifactKind, accountId: string, from: MadeIn): string | undefined {
	const path = BEGINNINGS[kind];
	return path && withMadeIn(`${path}?account=${accountId}`, from);
}

/** Where one of a kind is begun for an account. */
export const beginAt = (kind: ArtifactKind, accountId: string, from: MadeIn): string =>
	beginningOf(kind, accountId, from) ?? withMadeIn(`/accounts/${accountId}/artifacts/new?kind=${kind}`, from);
