import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { factsOf } from "#app/domain/artifacts/recommending/facts.ts";
import { getKnown } from "#app/domain/success/intelligence/known-queries.ts";
import { page } from "#app/doors/page.ts";
import { RecommendationsAsked, recommendWhole } from "#app/doors/recommendations.ts";
import { workForm } from "#app/doors/success.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { WithDays } from "#app/ui/signs/day.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { MadeInInputs, MadeInNotice, madeInOf } from "../artifacts/made-in.tsx";
import { useRecommendations } from "./use-recommendations.ts";

export const meta = () => [{ title: "Recommendations · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "success.work", async (ctx) => {
		const { searchParams } = new URL(args.request.url);
		const known = await getKnown(ctx, searchParams.get("account") ?? "");
		const artifactId = searchParams.get("artifact") ?? "";
		return {
			account: { id: known.id, name: known.name },
			...{ facts: Object.values(factsOf(known)), artifactId, from: madeInOf(args.request) },
		};
	});

/** Without a script: makes them whole, and shows them. */
export const action = (args: ActionFunctionArgs) =>
	workForm(args, { permission: "success.work", schema: RecommendationsAsked }, async (scope, input) => {
		const done = await recommendWhole(scope, input, args.request.signal);
		return { to: `/success/artifacts/${done.artifactId}`, flash: flashOf(done) };
	});

const flashOf = ({ note, lines }: { note: string; lines: readonly unknown[] }) =>
	note || `${lines.length === 1 ? "One thing is" : `${lines.length} things are`} suggested.`;

export default function RecommendationsNew() {
	const { account, facts, artifactId, from } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>()?.result;
	const { lines, isAsking, problem, ask } = useRecommendations();
	const back = artifactId
		? `/success/artifacts/${artifactId}`
		: from.playId
			? `/success/${from.playId}`
			: `/accounts/${account.id}/success`;
	const errors = Object.values(listedErrors(reply?.error)).flat();
	return (
		<Page
			title="What to do next"
			crumbs={[
				{ label: "Accounts", href: "/accounts" },
				{ label: account.name, href: `/accounts/${account.id}/success` },
			]}
			width="narrow"
			search={null}
		>
			<MadeInNotice from={from} />
			{problem && <Notice tone="bad">{problem}</Notice>}
			<Form discover="none" method="post" className="form" onSubmit={ask}>
				<ErrorSummary allErrors={errors.length > 0 ? { "": errors } : {}} />
				<input type="hidden" name="accountId" value={account.id} />
				<MadeInInputs from={from} />
				{artifactId && <input type="hidden" name="artifactId" value={artifactId} />}
				<p>Suggestions are made from what is known of {account.name}, each with the facts it stands on.</p>
				<FormActions>
					<SubmitButton disabled={isAsking}>Suggest what to do</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
			{(isAsking || lines.length > 0) && <Suggested {...{ lines, isAsking }} />}
			<Section title="What is known">
				<ul className="artifact-list">
					{facts.map((fact) => (
						<li key={fact}>
							<WithDays text={fact} />
						</li>
					))}
				</ul>
			</Section>
		</Page>
	);
}

/** What has come so far. */
function Suggested({ lines, isAsking }: Pick<ReturnType<typeof useRecommendations>, "lines" | "isAsking">) {
	return (
		<Section title="Suggested">
			<p role="status" className="muted">
				{isAsking ? "Looking at what is known." : "All are there."}
			</p>
			<ol aria-live="polite">
				{lines.map(({ key, title, reason }) => (
					<li key={key}>
						<strong>{title}</strong>
						<br />
						<WithDays text={reason} />
					</li>
				))}
			</ol>
		</Section>
	);
}
