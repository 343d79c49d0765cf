import { AnyContent } from "#app/domain/artifacts/schema.ts";
import { defineKind } from "./kind.ts";

/** What to do next for an account. */
export const recommendations = defineKind({ content: AnyContent, start: () => ({}) });
