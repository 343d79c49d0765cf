import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type ContractState, getContract } from "#app/domain/artifacts/contract/reading/contract-queries.ts";
import { retryContract } from "#app/domain/artifacts/contract/reading/upload-contract.ts";
import { can } from "#app/domain/identity/policy.ts";
import { readingPage } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { withMadeIn } from "../artifacts/made-in.tsx";

export const meta = () => [{ title: "Contract · Perigee" }];

/** How far the reading of a contract is; one that is done is looked at as its analysis. */
export const loader = async (args: LoaderFunctionArgs) => {
	const shown = await readingPage(args, "success.view", async (ctx) => {
		const { analysis, ...contract } = await getContract(ctx, args.params.id ?? "");
		return { contract, mayWork: can(ctx.actor, "success.work") };
	});
	if (shown.contract.state === "done") throw redirect(`/success/artifacts/${shown.contract.artifactId}`);
	return shown;
};

export const action = (args: ActionFunctionArgs) => {
	const to = `/success/contracts/${args.params.id}`;
	return quickForm(args, { permission: "success.work", schema: z.object({}), to }, async (ctx) => {
		await retryContract(ctx, args.params.id ?? "");
		return "The contract is being read again.";
	});
};

const WORDS: Record<Exclude<ContractState, "done" | "failed">, string> = {
	waiting: "The contract is kept and waits to be read. That takes some seconds.",
	reading: "The contract is being read. A long one, or one that was scanned, takes up to three minutes.",
};

export default function ContractPage() {
	const { contract, mayWork } = useLoaderData<typeof loader>();
	const { id, account, accountId, artifactId, playId, stepId, state, reason, neverReads } = contract;
	useLiveRefresh([`contract:${id}`]);
	const path = `/success/contracts/${id}`;
	return (
		<Page
			title={contract.title}
			width="narrow"
			search={null}
			crumbs={[
				{ label: "Accounts", href: "/accounts" },
				{ label: account, href: `/accounts/${accountId}/success` },
			]}
		>
			{state === "failed" ? (
				<Notice tone="bad" title="The contract could not be read.">
					{reason} The file is kept.
				</Notice>
			) : (
				<>
					<noscript>
						<meta httpEquiv="refresh" content={`4;url=${path}`} />
					</noscript>
					<Notice>
						<span role="status">
							{WORDS[state as keyof typeof WORDS]}
							{reason && ` ${reason} It is tried again by itself.`}
						</span>
					</Notice>
				</>
			)}
			<div className="cluster">
				{mayWork && !(state === "failed" && neverReads) && (
					<Form discover="none" method="post" action={path}>
						<SubmitButton tone="plain">Read it again</SubmitButton>
					</Form>
				)}
				{mayWork && state === "failed" && (
					<ButtonLink
						to={withMadeIn(`/success/contracts/new?account=${accountId}`, {
							playId: playId ?? undefined,
							stepId: stepId ?? undefined,
						})}
					>
						Upload another file
					</ButtonLink>
				)}
				{mayWork && state === "failed" && (
					<ButtonLink to={`/success/artifacts/${artifactId}/edit`}>Write the terms by hand</ButtonLink>
				)}
				{mayWork && state === "failed" && (
					<Form discover="none" method="post" action={`/success/artifacts/${artifactId}/state`}>
						<SubmitButton tone="plain" name="act" value="remove">
							Remove the file
						</SubmitButton>
					</Form>
				)}
				{playId && <ButtonLink to={`/success/${playId}`}>Back to the play</ButtonLink>}
				<ButtonLink to={`${path}/original`} tone="quiet" download>
					Download the file
				</ButtonLink>
			</div>
		</Page>
	);
}
