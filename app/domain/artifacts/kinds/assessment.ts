import { Assessment } from "#app/domain/artifacts/rules/assessment.ts";
import { defineKind } from "./kind.ts";

/** How a member sees an account. It begins with nothing chosen: what a score says, a person decides. */
export const assessment = defineKind<Assessment>({ content: Assessment, start: () => Assessment.parse({}) });
