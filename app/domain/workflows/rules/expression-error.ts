/** An expression that cannot be read or worked out, said for whoever wrote it. */
export class ExpressionError extends Error {}
