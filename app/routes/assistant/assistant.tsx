import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "#app/base/ids.ts";
import { Question } from "#app/domain/assistant/member/schema.ts";
import { suggestPrompts } from "#app/domain/assistant/member/threads/suggest-prompts.ts";
import { listThreads } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { postQuestion } from "#app/doors/assistant-line.ts";
import { answerForm } from "#app/doors/form.ts";
import { allowedMember, page } from "#app/doors/page.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptySearch } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { AskForm } from "./thread-form.tsx";

export const meta = () => [{ title: "Assistant · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "assistant.use", async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		const q = query.get("q") ?? undefined;
		const after = query.get("after") ?? undefined;
		return {
			...(await listThreads(ctx, { q, after })),
			prompts: await suggestPrompts(ctx),
			q: q ?? "",
			isLater: after !== undefined,
			key: newId(),
			asked: query.get("ask") ?? "",
		};
	});

export const action = async (args: ActionFunctionArgs) => {
	const member = await allowedMember(args, "assistant.use");
	return answerForm(args, Question, async (posted) => {
		const { threadId, questionId } = await postQuestion(args, member, posted);
		return { to: `/assistant/${threadId}#m-${questionId}` };
	});
};

export default function AssistantPage() {
	const { data, next, prompts, q, isLater, key, asked } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>()?.result;
	const typed = reply?.initialValue?.text;
	return (
		<Page title="Assistant" width="narrow" search={{ action: "/assistant", label: "Search conversations", value: q }}>
			<AskForm
				action="/assistant"
				keyed={key}
				typed={typeof typed === "string" ? typed : asked}
				errors={[...(reply?.error?.text ?? []), ...(reply?.error?.[""] ?? [])]}
				label="What would you like to know or have done?"
				large
			/>
			<ul className="prompts" aria-label="Suggestions">
				{prompts.map((prompt) => (
					<li key={prompt}>
						<Link to={`/assistant?${new URLSearchParams({ ask: prompt })}`} discover="none">
							{prompt}
						</Link>
					</li>
				))}
			</ul>
			<Section title="Conversations">
				{data.length === 0 && q ? (
					<EmptySearch asked={q} clear="/assistant" />
				) : data.length === 0 ? (
					<p className="muted">What you ask stays here, for you alone.</p>
				) : (
					<ul className="threads" data-links>
						{data.map(({ id, title, activeAt }) => (
							<li key={id}>
								<Link to={`/assistant/${id}`} discover="none">
									{title}
								</Link>
								<Time at={activeAt} />
							</li>
						))}
					</ul>
				)}
				<Pager
					newer={isLater ? "/assistant" : null}
					older={next && `/assistant?${new URLSearchParams({ ...(q ? { q } : {}), after: next })}`}
				/>
			</Section>
		</Page>
	);
}
