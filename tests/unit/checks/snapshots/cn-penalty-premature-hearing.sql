-- 1996-10-01 to 2021-07-15
SELECT
  "t0"."unit_id",
  "t0"."lead_officer_id" AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_hearing_held_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST("t0"."first_hearing_held_day" - "t0"."first_hearing_notified_day" AS DECIMAL(18, 4)) AS "measured",
  CAST(7 AS DECIMAL(18, 4)) AS "limit",
  'hearing_held' AS "what",
  "t0"."first_hearing_notified_at" AS "from_at",
  "t0"."first_hearing_held_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."procedure" IN ('ordinary')
  AND "t0"."first_hearing_notified_day" >= 9770
  AND "t0"."first_hearing_notified_day" < 18823
  AND "t0"."first_hearing_held_day" >= "t0"."first_hearing_notified_day"
  AND (
    "t0"."first_hearing_held_day" - "t0"."first_hearing_notified_day"
  ) < 7

-- 2021-07-15 to today
SELECT
  "t0"."unit_id",
  "t0"."lead_officer_id" AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_hearing_held_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST(CAST(FLOOR((
    "t0"."first_hearing_held_workday"
  ) / (
    2
  )) AS BIGINT) - CAST(FLOOR((
    "t0"."first_hearing_notified_workday"
  ) / (
    2
  )) AS BIGINT) AS DECIMAL(18, 4)) AS "measured",
  CAST(7 AS DECIMAL(18, 4)) AS "limit",
  'hearing_held' AS "what",
  "t0"."first_hearing_notified_at" AS "from_at",
  "t0"."first_hearing_held_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."procedure" IN ('ordinary')
  AND "t0"."first_hearing_notified_day" >= 18823
  AND "t0"."first_hearing_held_day" >= "t0"."first_hearing_notified_day"
  AND (
    CAST(FLOOR((
      "t0"."first_hearing_held_workday"
    ) / (
      2
    )) AS BIGINT) - CAST(FLOOR((
      "t0"."first_hearing_notified_workday"
    ) / (
      2
    )) AS BIGINT)
  ) < 7
