import type { ApprovalState } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { Status, type Tone } from "#app/ui/signs/badge.tsx";
import type { Shown } from "./kinds/view.ts";

/** Where an artifact lies: its account's others. */
export function crumbsOf({ accountId, account }: Pick<Shown, "accountId" | "account">) {
	if (!accountId) return [{ label: "Success", href: "/success" }];
	return [
		{ label: account ?? "Account", href: `/accounts/${accountId}/success` },
		{ label: "Artifacts", href: `/accounts/${accountId}/artifacts` },
	];
}

export function ArtifactTabs({ id, current }: { id: string; current: "artifact" | "versions" }) {
	return (
		<Tabs
			label="Parts of the artifact"
			tabs={[
				{ label: "Artifact", href: `/success/artifacts/${id}`, current: current === "artifact" },
				{ label: "Versions", href: `/success/artifacts/${id}/versions`, current: current === "versions" },
			]}
		/>
	);
}

/** An account's success: what is known of it, and what was made for it. */
export function AccountTabs({ accountId, current }: { accountId: string; current: "figures" | "artifacts" }) {
	return (
		<Tabs
			label="Parts of the account's success"
			tabs={[
				{ label: "Figures", href: `/accounts/${accountId}/success`, current: current === "figures" },
				{ label: "Artifacts", href: `/accounts/${accountId}/artifacts`, current: current === "artifacts" },
			]}
		/>
	);
}

const APPROVALS: Readonly<Record<ApprovalState, readonly [string, Tone]>> = {
	waiting: ["Waiting for approval", "warn"],
	approved: ["Approved", "good"],
	rejected: ["Rejected", "bad"],
};

export function ApprovalSign({ state }: { state: ApprovalState }) {
	const [words, tone] = APPROVALS[state];
	return <Status tone={tone}>{words}</Status>;
}

/** A version from an address; undefined for none, or what is no number. */
export function numberIn(request: Request, name: string): number | undefined {
	const number = Number(new URL(request.url).searchParams.get(name));
	return Number.isInteger(number) && number > 0 && number < 2_147_483_647 ? number : undefined;
}
