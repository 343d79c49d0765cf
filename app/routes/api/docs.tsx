import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { createElement, Fragment } from "react";
import { env } from "#app/base/env.ts";
import { type ReadableEndpoint, readable, type Tried, tryEndpoint } from "#app/doors/api/openapi-page.ts";
import { guarded } from "#app/doors/page.ts";
import { findPerson } from "#app/doors/session.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { endpoints } from "./endpoints.ts";

export const handle = { plain: true };
export const meta = () => [{ title: "API · Perigee" }];

/** Open to everybody: it says what the API is, and nothing of anybody's. */
export async function loader(args: LoaderFunctionArgs) {
	const person = await findPerson(args).catch(() => undefined);
	return { groups: readable(endpoints), url: env().publicUrl, member: person?.org ? person.name : null };
}

/** Carries out a try and draws the page again with its answer. */
export const action = (args: ActionFunctionArgs) =>
	guarded(args, async () => {
		const tried = await tryEndpoint(endpoints, args);
		return data({ tried: tried ?? null }, { headers: { "Cache-Control": "no-store" } });
	});

export default function ApiPage() {
	const { groups, url, member } = useLoaderData<typeof loader>();
	const tried = useActionData<typeof action>()?.tried ?? null;
	return (
		<PublicFrame org={{ name: "Perigee" }} title="API">
			<div className="stack">
				<p>
					The same rules and the same code as the pages. The whole of it as a document:{" "}
					<a href="/api/openapi.json">openapi.json</a>. {member ? `Tries are made as ${member}.` : null}
					{member ? null : (
						<>
							To try it here, <a href="/sign-in?next=/api/docs">sign in</a>.
						</>
					)}
				</p>
				<pre>{`curl ${url}/api/leads -H "Authorization: Bearer $KEY"`}</pre>
				<p>
					Lists answer <code>{'{ "data": […], "next": cursor or null }'}</code>; errors{" "}
					<code>{'{ "error": { "code", "message", "fields", "requestId" } }'}</code>. A write with an{" "}
					<code>Idempotency-Key</code> is carried out once, however often it is sent.
				</p>
				{groups.map((group) => (
					<section key={group.name} className="stack">
						<h2>{heading(group.name)}</h2>
						{group.endpoints.map((each) => (
							<EndpointPanel key={each.id} endpoint={each} tried={tried?.id === each.id ? tried : null} />
						))}
					</section>
				))}
			</div>
		</PublicFrame>
	);
}

function EndpointPanel({ endpoint, tried }: { endpoint: ReadableEndpoint; tried: Tried | null }) {
	const { id, method, path, summary, description, scopes } = endpoint;
	return (
		<details className="panel" id={id} open={tried !== null}>
			<summary>
				<Badge tone={method === "GET" ? "info" : "accent"}>{method}</Badge> <code>{path}</code> {summary}
			</summary>
			<div className="stack tw:mt-3">
				{description && (
					<p>
						<Prose text={description} />
					</p>
				)}
				<p className="muted">
					A key needs the scope {scopes.map((scope) => `“${scope}”`).join(" and ") || "of no kind; by session only"}.
				</p>
				<TryForm endpoint={endpoint} tried={tried} />
				{tried && <Answer tried={tried} />}
			</div>
		</details>
	);
}

function TryForm({ endpoint, tried }: { endpoint: ReadableEndpoint; tried: Tried | null }) {
	const { id, method, path, parameters, body, example } = endpoint;
	return (
		<form className="form" method="post" action={`/api/docs#${id}`}>
			<input type="hidden" name="operation" value={id} />
			{parameters.map((each) => (
				<TextInput
					key={each.name}
					label={each.name}
					optional={!each.required}
					help={<Prose text={[each.type, each.note].filter(Boolean).join("; ")} />}
					inputProps={{ id: `${id}-${each.name}`, name: each.name, defaultValue: tried?.sent[each.name] }}
				/>
			))}
			{endpoint.body.length > 0 && (
				<>
					<Fields fields={body} />
					<TextArea
						label="JSON body"
						inputProps={{ id: `${id}-body`, name: "body", rows: 5, defaultValue: tried?.sent.body ?? example }}
					/>
				</>
			)}
			<FormActions>
				<SubmitButton tone={method === "GET" ? "plain" : "primary"} aria-label={`Send ${method} ${path}`}>
					Send {method}
				</SubmitButton>
			</FormActions>
		</form>
	);
}

function Fields({ fields }: { fields: ReadableEndpoint["body"] }) {
	return (
		<dl className="facts">
			{fields.map(({ name, type, required, note }) => (
				<div key={name} className="tw:contents">
					<dt>
						<code>{name}</code>
					</dt>
					<dd>
						{type}
						{required ? "" : ", optional"}
						{note && (
							<>
								; <Prose text={note} />
							</>
						)}
					</dd>
				</div>
			))}
		</dl>
	);
}

/** A text of the API's document: what stands between backticks is code. */
function Prose({ text }: { text: string }) {
	const parts = text.split("`").map((part, at) => (at % 2 === 1 ? createElement("code", null, part) : part));
	return createElement(Fragment, null, ...parts);
}

/** `api-keys` as a heading. */
function heading(name: string): string {
	return name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");
}

function Answer({ tried }: { tried: Tried }) {
	return (
		<div role="status" className="stack">
			<strong>Answered {tried.status}</strong>
			<pre>{[...tried.headers, "", tried.body].join("\n")}</pre>
		</div>
	);
}
