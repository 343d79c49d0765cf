import { Form } from "@remix-run/react";
import type { PlayDoing } from "#app/domain/success/queue/play-progress.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";

/** What the run does by itself, how long that may take, and the way on where nobody does it any more. */
export function PlayDoingPart({ doing, mayWork }: { doing: PlayDoing | null; mayWork: boolean }) {
	if (!doing)
		return <Notice title="The run goes on by itself.">Load the page again in a moment to see what comes next.</Notice>;
	const { name, since, until, isOverdue, retry } = doing;
	if (retry)
		return (
			<Notice tone="warn" title={`“${name}” failed, and is tried again.`}>
				{retry.error} The next try is <Time at={retry.at} as="exact" />. Nothing that was done before is lost.
			</Notice>
		);
	if (!isOverdue)
		return (
			<Notice title={`The run does “${name}” by itself.`}>
				Since <Time at={since} />.{" "}
				{until && (
					<>
						Should it be cut off, it is taken up again after <Time at={until} as="exact" />.{" "}
					</>
				)}
				Load the page again in a moment to see what comes next.
			</Notice>
		);
	return (
		<>
			<Notice tone="warn" title={`“${name}” was cut off.`}>
				It began <Time at={since} /> and should be over, so what did it has probably stopped. Nothing that was done
				before is lost.
			</Notice>
			{mayWork && (
				<Form discover="none" method="post" className="form">
					<input type="hidden" name="act" value="carry-on" />
					<SubmitButton>Take the step up again</SubmitButton>
				</Form>
			)}
		</>
	);
}
