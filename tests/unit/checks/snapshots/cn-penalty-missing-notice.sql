-- 1996-10-01 to 2021-07-15
SELECT
  "t0"."unit_id",
  "t0"."lead_officer_id" AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_decided_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST(NULL AS DECIMAL(18, 4)) AS "measured",
  CAST(NULL AS DECIMAL(18, 4)) AS "limit",
  'notified' AS "what",
  "t0"."first_decided_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."procedure" IN ('ordinary')
  AND "t0"."first_decided_day" >= 9770
  AND "t0"."first_decided_day" < 18823
  AND "t0"."first_decided_at" IS NOT NULL
  AND NOT (
    "t0"."count_not_penalised" > 0
  )
  AND "t0"."count_notified" = 0

-- 2021-07-15 to today
SELECT
  "t0"."unit_id",
  "t0"."lead_officer_id" AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_decided_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST(NULL AS DECIMAL(18, 4)) AS "measured",
  CAST(NULL AS DECIMAL(18, 4)) AS "limit",
  'notified' AS "what",
  "t0"."first_decided_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."procedure" IN ('ordinary')
  AND "t0"."first_decided_day" >= 18823
  AND "t0"."first_decided_at" IS NOT NULL
  AND NOT (
    "t0"."count_not_penalised" > 0
  )
  AND "t0"."count_notified" = 0
