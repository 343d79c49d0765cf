import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { getAnswer } from "#app/domain/knowledge/asking/answer-queries.ts";
import { judgeAnswer } from "#app/domain/knowledge/asking/judge-answer.ts";
import { page } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { AskForm } from "./ask-form.tsx";
import { KnowledgeTabs } from "./knowledge-tabs.tsx";
import { passagePath } from "./marked.tsx";

export const meta = () => [{ title: "Answer · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "knowledge.view", async (ctx) => {
		const { id, question, outcome, answer, source, quotes, thumb, note } = await getAnswer(ctx, args.params.id ?? "");
		return {
			id,
			question,
			outcome,
			answer,
			source,
			quotes,
			thumb,
			note,
			canReview: can(ctx.actor, "collections.edit"),
		};
	});

const Judged = z.object({ thumb: z.enum(["up", "down"]), note: z.string().trim().max(500).optional() });

export function action(args: ActionFunctionArgs) {
	const id = args.params.id ?? "";
	return quickForm(
		args,
		{ permission: "knowledge.view", schema: Judged, to: `/knowledge/answers/${id}` },
		async (ctx, input) => {
			await judgeAnswer(ctx, id, input);
			return input.thumb === "up"
				? "Noted that it helped."
				: "Noted. Those who look after the knowledge see it on their review list.";
		},
	);
}

export default function AnswerPage() {
	const shown = useLoaderData<typeof loader>();
	const { question, outcome, answer, source, quotes } = shown;
	return (
		<Page
			title={question}
			search={null}
			width="narrow"
			crumbs={[{ label: "Ask", href: "/knowledge/answers" }]}
			above={<KnowledgeTabs current="ask" canReview={shown.canReview} />}
		>
			{outcome === "missing" ? (
				<Notice tone="warn" title="The knowledge does not hold the answer.">
					Nothing that you may read answers this. The question is on the review list, so that somebody can add what is
					missing.
				</Notice>
			) : (
				<>
					{answer && <p className="knowledge-text">{answer}</p>}
					<Section title={answer ? "It stands on" : "What the documents say"}>
						<ol className="passages">
							{quotes.map((quote, index) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: they never move, and those that are withheld are all alike.
								<li key={index} className="passage">
									{quote.isWithheld ? (
										<p className="muted">{quote.title}</p>
									) : (
										<>
											<blockquote>{quote.quote}</blockquote>
											<p className="muted">
												<Link to={passagePath(quote, question)}>{quote.title}</Link>
												{quote.page === null ? "" : ` · Page ${quote.page}`}
											</p>
										</>
									)}
								</li>
							))}
						</ol>
						{quotes.some(({ isWithheld }) => isWithheld) && (
							<p className="muted">What came from there is not shown any more. Ask again for what you may read now.</p>
						)}
						{source === "rules" && (
							<p className="muted">Found by words, without a model: the sentences are the documents' own.</p>
						)}
					</Section>
				</>
			)}
			<Section title="Did it help?">
				<Form method="post" className="form">
					<TextInput
						label="What is missing or wrong"
						help="Can be left empty."
						inputProps={{ name: "note", id: "field-note", defaultValue: shown.note, maxLength: 500 }}
					/>
					<div className="cluster">
						<SubmitButton tone="plain" name="thumb" value="up">
							{shown.thumb === "up" ? "It helped (noted)" : "It helped"}
						</SubmitButton>
						<SubmitButton tone="plain" name="thumb" value="down">
							{shown.thumb === "down" ? "It did not help (noted)" : "It did not help"}
						</SubmitButton>
					</div>
				</Form>
			</Section>
			<Section title="Ask something else">
				<AskForm question="" />
			</Section>
		</Page>
	);
}
