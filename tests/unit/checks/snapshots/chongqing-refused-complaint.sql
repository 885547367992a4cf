-- always to today
SELECT
  "t0"."unit_id",
  CAST(NULL AS TEXT) AS "officer_id",
  CAST(NULL AS TEXT) AS "case_id",
  "t0"."complaint_id",
  "t0"."received_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST(NULL AS DECIMAL(18, 4)) AS "measured",
  CAST(NULL AS DECIMAL(18, 4)) AS "limit",
  'accepted' AS "what",
  "t0"."received_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."received_day" <= 19904
  AND "t0"."accepted" IS NOT NULL
  AND NOT (
    "t0"."accepted"
  )
