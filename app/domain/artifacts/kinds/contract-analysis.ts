import { ContractAnalysis } from "#app/domain/artifacts/contract/content.ts";
import { defineKind } from "./kind.ts";

/** What a contract says, read out of its file; begun by hand it is empty, for a member to write. */
export const contractAnalysis = defineKind<ContractAnalysis>({
	content: ContractAnalysis,
	start: () => ContractAnalysis.parse({}),
});
