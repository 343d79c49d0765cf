import { conflict, invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import type { Ctx } from "#db/context.ts";
import { type ContractShown, getContract } from "../reading/contract-queries.ts";
import { type Choices, choicesOf } from "./choices.ts";

export type Applicable = { contract: ContractShown; account: Account; choices: Choices };
type Account = { id: string; name: string; currency: string; arrCents: number; renewalOn: string | null };

/** What of a contract can be taken over by its account, beside what stands there now. 404; 409 for one that is not read. */
export async function getApplicable(ctx: Ctx, contractId: string): Promise<Applicable> {
	authorize(ctx, "accounts.edit");
	const contract = await getContract(ctx, contractId);
	if (!contract.analysis) throw conflict("This contract was not read yet.");
	const { id, name, currency, arrCents, renewalOn } = await getIntelligence(ctx, contract.accountId);
	return {
		contract,
		account: { id, name, currency, arrCents, renewalOn },
		choices: choicesOf(contract.analysis, currency),
	};
}

/**
 * Takes a contract's end over as the account's renewal, and its value as the yearly revenue, as a member confirmed them. They
 * change as by hand, so plays are decided anew. 422 for what the contract does not say now. Twice changes nothing more.
 */
export async function applyContract(
	ctx: Ctx,
	contractId: string,
	chosen: { renewalOn?: string | undefined; arrCents?: number | undefined },
): Promise<{ accountId: string; changed: string[] }> {
	const { account, choices } = await getApplicable(ctx, contractId);
	const { renewalOn, arrCents } = chosen;
	if (renewalOn === undefined && arrCents === undefined) throw invalid("Choose what the account takes over.");
	if (renewalOn !== undefined && !choices.renewals.some(({ date }) => date === renewalOn))
		throw invalid("Some fields cannot be accepted.", { renewalOn: ["The contract's terms say another day now."] });
	if (arrCents !== undefined && !choices.revenues.some(({ cents }) => cents === arrCents))
		throw invalid("Some fields cannot be accepted.", { arrCents: ["The contract's terms say another amount now."] });
	const given = { ...(renewalOn === undefined ? {} : { renewalOn }), ...(arrCents === undefined ? {} : { arrCents }) };
	const { changed } = await saveIntelligence(ctx, account.id, given);
	return { accountId: account.id, changed };
}
