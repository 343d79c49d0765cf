import { getFormProps, getInputProps, getSelectProps, getTextareaProps, useForm } from "@conform-to/react";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { getReviewQuestion } from "#app/domain/knowledge/asking/answer-queries.ts";
import { WrittenAnswer, writeAnswer } from "#app/domain/knowledge/asking/write-answer.ts";
import { listCollections } from "#app/domain/knowledge/collections/collection-queries.ts";
import { VISIBILITY_LABELS } from "#app/domain/knowledge/schema.ts";
import { answerForm } from "#app/doors/form.ts";
import { stepOf } from "#app/doors/knowledge.ts";
import { allowedMember, page, scopeOf, watched } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Write the answer · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "collections.edit", async (ctx) => {
		const asked = await getReviewQuestion(ctx, args.params.id ?? "");
		const collections = await listCollections(ctx);
		const isPublic = ({ visibility }: { visibility: string }) => visibility === "public";
		const first = (asked.isOfCustomers ? collections.find(isPublic) : undefined) ?? collections[0];
		return {
			asked,
			hasPublic: collections.some(isPublic),
			chosen: first?.id ?? "",
			collections: collections.map(({ id, name, visibility }) => ({
				value: id,
				label: `${name} (${VISIBILITY_LABELS[visibility].toLowerCase()})`,
			})),
		};
	});

/** A document is made of it, which is read in the background; so the work is several transactions. */
export async function action(args: ActionFunctionArgs) {
	const member = await allowedMember(args, "collections.edit");
	return answerForm(args, WrittenAnswer, (input) =>
		watched(args, member, "collections.edit", async () => {
			await writeAnswer(stepOf(scopeOf(args, member)), args.params.id ?? "", input);
			return { to: "/knowledge/review", flash: "The answer is in the knowledge, and the question is off the list." };
		}),
	);
}

export default function ReviewAnswer() {
	const { asked, chosen, collections, hasPublic } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const defaultValue = { question: asked.question.slice(0, 180), answer: "", collection: chosen };
	const [form, fields] = useForm<Record<string, unknown>>({ lastResult: reply?.result, defaultValue });
	return (
		<Page
			title="Write the answer"
			crumbs={[
				{ label: "Knowledge", href: "/knowledge" },
				{ label: "Review", href: "/knowledge/review" },
			]}
			width="narrow"
			search={null}
		>
			{asked.isOfCustomers && !hasPublic && (
				<Notice tone="warn" title="Customers will not be told this yet.">
					The chat answers customers from public collections, and there is none. Make a collection public first.
				</Notice>
			)}
			{asked.note && <p className="muted">Noted with it: {asked.note}</p>}
			<Form method="post" className="form" {...getFormProps(form)}>
				<ErrorSummary allErrors={form.allErrors} form={form.id} />
				<TextInput
					label="Question"
					help="It becomes the document's title. Leave out what is about one person."
					errors={fields.question?.errors}
					inputProps={{ ...getInputProps(fields.question!, { type: "text" }), maxLength: 180, required: true }}
				/>
				<TextArea
					label="Answer"
					help="As customers and members may read it word by word."
					errors={fields.answer?.errors}
					inputProps={{ ...getTextareaProps(fields.answer!), rows: 6, maxLength: 20_000, required: true }}
				/>
				<Select
					label="Collection"
					help="Who may read it is decided by its collection. The chat answers customers from public ones."
					errors={fields.collection?.errors}
					inputProps={getSelectProps(fields.collection!)}
					options={collections}
				/>
				<FormActions>
					<SubmitButton>Add to the knowledge</SubmitButton>
					<ButtonLink to="/knowledge/review" tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
