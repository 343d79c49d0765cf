import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { Question } from "#app/domain/knowledge/schema.ts";
import { answerForm } from "#app/doors/form.ts";
import { answerFromKnowledge } from "#app/doors/knowledge.ts";
import { allowedMember, page, scopeOf, watched } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { AskForm } from "./ask-form.tsx";
import { KnowledgeTabs } from "./knowledge-tabs.tsx";

export const meta = () => [{ title: "Ask the knowledge · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "knowledge.view", async (ctx) => ({ canReview: can(ctx.actor, "collections.edit") }));

export async function action(args: ActionFunctionArgs) {
	const member = await allowedMember(args, "knowledge.view");
	return answerForm(args, z.object({ question: Question }), ({ question }) =>
		watched(args, member, "knowledge.view", async () => {
			const { id } = await answerFromKnowledge(scopeOf(args, member), question, args.request.signal);
			return { to: `/knowledge/answers/${id}` };
		}),
	);
}

export default function Answers() {
	const { canReview } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = reply?.result.error ?? {};
	return (
		<Page
			title="Ask the knowledge"
			search={null}
			width="narrow"
			above={<KnowledgeTabs current="ask" canReview={canReview} />}
		>
			<AskForm
				question={String(reply?.result.initialValue?.question ?? "")}
				errors={errors.question ?? errors[""] ?? undefined}
			/>
			<p className="muted">The answer quotes the documents that you may read, and says when they do not hold it.</p>
		</Page>
	);
}
