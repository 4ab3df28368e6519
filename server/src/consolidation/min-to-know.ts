/** Fewer answers tell nothing of a crowd, and a task's own first answer would lean its last ones. */
export const minToKnow = 50
