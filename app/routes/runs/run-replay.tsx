import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { replayRun } from "#app/domain/workflows/running/starting/replay-run.ts";
import { versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { readingPage } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { namedNodes } from "./run-data.ts";

export const meta = () => [{ title: "Replay run · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "workflows.run", async (ctx) => {
		const { graph, ...run } = await getRun(ctx, args.params.id ?? "");
		const { published } = run.workflow;
		const isOld = published !== null && published !== run.version;
		const newest = isOld ? namedNodes((await versionGraph(ctx, run.workflow.id, published)).graph) : [];
		const own = namedNodes(graph);
		const added = newest.filter(({ id }) => !own.some((one) => one.id === id));
		const asked = new URL(args.request.url).searchParams.get("from") ?? run.errorNode;
		const known = [...own, ...added].filter(({ isTrigger }) => !isTrigger);
		const wanted = known.find(({ id }) => id === asked);
		// Of what is offered first, the newest version, it may be gone.
		const isGone = isOld && wanted !== undefined && !newest.some(({ id }) => id === wanted.id);
		const only = ({ id }: { id: string }) =>
			!isOld
				? ""
				: !newest.some((one) => one.id === id)
					? run.version
					: !own.some((one) => one.id === id)
						? published
						: "";
		return {
			id: run.id,
			name: run.workflow.name,
			version: run.version,
			newest: isOld ? published : null,
			isDry: run.isDry,
			isGoing: run.endedAt === null,
			from: isGone ? null : (wanted?.id ?? null),
			gone: isGone ? wanted.name : null,
			steps: known.map((step) => ({
				value: step.id,
				label: only(step) === "" ? step.name : `${step.name} (only in version ${only(step)})`,
			})),
		};
	});

const Replay = z.object({
	from: z.string("Choose the step to go on from.").max(60),
	version: z.enum(["own", "newest"]).default("own"),
	effects: z.enum(["keep", "again"]).default("keep"),
	trial: z.boolean().default(false),
});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "workflows.run", schema: Replay }, async (ctx, { from, version, effects, trial }) => {
		const run = await getRun(ctx, args.params.id ?? "");
		const { published } = run.workflow;
		const { id } = await replayRun(ctx, run.id, {
			from,
			...(version === "newest" && published ? { version: published } : {}),
			repeatsEffects: effects === "again",
			// What a trial foretold is no record of anything done: its replays stay on trial.
			isDry: trial || run.isDry,
		});
		return { to: `/runs/${id}`, flash: "This is the replay. The earlier run stays as it was." };
	});

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

export default function RunReplayPage() {
	const shown = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const href = `/runs/${shown.id}`;
	return (
		<Page title="Replay run" crumbs={[{ label: shown.name, href }]} width="narrow" search={null}>
			<p>
				A new run begins at the step that you choose. It takes along what the earlier run made before that step; the
				earlier run itself is not changed.
			</p>
			<Form discover="none" method="post" action={`${href}/replay`} className="form">
				<ErrorSummary allErrors={errorsOf(reply)} />
				<Choices shown={shown} errors={errorsOf(reply)} typed={typedOf(reply)} />
				<FormActions>
					<SubmitButton>{shown.isDry || shown.isGoing ? "Replay on trial" : "Replay run"}</SubmitButton>
					<ButtonLink to={href} tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

type ChoicesProps = { shown: Shown; errors: Record<string, string[]>; typed: Record<string, unknown> | undefined };

function Choices({ shown, errors, typed }: ChoicesProps) {
	const { steps, version, newest, gone } = shown;
	const chosen = (name: string, start: string) => String(typed?.[name] ?? start);
	return (
		<>
			{gone !== null && !typed && (
				<Notice tone="warn" title={`Version ${newest} has no “${gone}” any more.`}>
					Choose another step to go on from, or “{gone}” and the run's own version {version}, which still has it.
				</Notice>
			)}
			<Select
				label="Go on from"
				empty="Choose a step"
				errors={errors.from}
				inputProps={{ name: "from", required: true, defaultValue: chosen("from", shown.from ?? "") }}
				options={steps}
			/>
			{newest !== null && (
				<RadioGroup
					label="Version"
					name="version"
					chosen={[chosen("version", "newest")]}
					options={[
						{ value: "newest", label: `The newest, version ${newest}`, help: "With whatever was corrected since." },
						{ value: "own", label: `Its own, version ${version}`, help: "As it was drawn when the run began." },
					]}
				/>
			)}
			<RadioGroup
				label="What was done outside already"
				name="effects"
				chosen={[chosen("effects", "keep")]}
				options={[
					{
						value: "keep",
						label: "Take it from the record",
						help: "A mail, text or call that the earlier run made with the same content is not made again. What is new or has changed leaves the building.",
					},
					{
						value: "again",
						label: "Do it again",
						help: "Every mail, text and call from this step on leaves the building, also those that went out before.",
					},
				]}
			/>
			<Trial shown={shown} isChosen={typed?.trial === "on"} />
		</>
	);
}

/** Whether nothing may leave: a choice, unless the earlier run leaves none. */
function Trial({ shown: { isDry, isGoing }, isChosen }: { shown: Shown; isChosen: boolean }) {
	if (!isDry && !isGoing) {
		return (
			<Checkbox
				label="On trial"
				help="Nothing leaves and nothing changes; each step says what it would do."
				inputProps={{ name: "trial", defaultChecked: isChosen }}
			/>
		);
	}
	return (
		<Notice title="On trial:">
			{isDry
				? "the earlier run was on trial, so its replay is too. Nothing leaves."
				: "the earlier run still goes on, so it can be replayed on trial only. Nothing leaves."}
			<input type="hidden" name="trial" value="on" />
		</Notice>
	);
}
