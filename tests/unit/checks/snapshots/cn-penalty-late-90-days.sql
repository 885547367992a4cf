-- 2021-07-15 to today
WITH "t12" AS (
  SELECT
    "t11"."case",
    "t11"."start_day",
    "t11"."start_workday",
    "t11"."length",
    "t3"."from_day",
    "t3"."to_day"
  FROM (
    SELECT
      "t1"."case",
      "t1"."first_filed_day" AS "start_day",
      "t1"."first_filed_workday" AS "start_workday",
      90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END AS "length"
    FROM "rows" AS "t1"
    WHERE
      "t1"."kind" IN ('penalty')
      AND "t1"."procedure" IN ('ordinary')
      AND "t1"."first_filed_day" >= 18823
      AND "t1"."first_filed_at" IS NOT NULL
      AND NOT (
        "t1"."count_transferred" > 0
      )
      AND (
        COALESCE(
          COALESCE(
            LEAST(
              CASE
                WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                THEN "t1"."first_decided_day"
                ELSE CAST(NULL AS INT)
              END,
              CASE
                WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                THEN "t1"."first_closed_day"
                ELSE CAST(NULL AS INT)
              END
            ),
            LEAST("t1"."first_decided_day", "t1"."first_closed_day")
          ),
          19904
        ) - "t1"."first_filed_day"
      ) > (
        90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END
      )
  ) AS "t11"
  INNER JOIN "pauses" AS "t3"
    ON "t11"."case" = "t3"."case"
), "t29" AS (
  SELECT
    "t28"."case",
    "t28"."case_id",
    "t28"."complaint_id",
    "t28"."unit_id",
    "t28"."lead_officer_id",
    "t28"."start_day",
    "t28"."start_at",
    "t28"."start_workday",
    "t28"."end_at",
    "t28"."end_day",
    "t28"."end_workday",
    "t28"."limit_number",
    "t28"."length",
    "t28"."paused",
    "t28"."end_of_period",
    "t6"."end_of_period" AS "end_of_period_right",
    "t6"."due_day"
  FROM (
    SELECT
      "t26"."case",
      "t26"."case_id",
      "t26"."complaint_id",
      "t26"."unit_id",
      "t26"."lead_officer_id",
      "t26"."start_day",
      "t26"."start_at",
      "t26"."start_workday",
      "t26"."end_at",
      "t26"."end_day",
      "t26"."end_workday",
      "t26"."limit_number",
      "t26"."length",
      COALESCE("t26"."paused", 0) AS "paused",
      CAST("t26"."start_day" + "t26"."length" + COALESCE("t26"."paused", 0) AS INT) AS "end_of_period"
    FROM (
      SELECT
        "t10"."case",
        "t10"."case_id",
        "t10"."complaint_id",
        "t10"."unit_id",
        "t10"."lead_officer_id",
        "t10"."start_day",
        "t10"."start_at",
        "t10"."start_workday",
        "t10"."end_at",
        "t10"."end_day",
        "t10"."end_workday",
        "t10"."limit_number",
        "t10"."length",
        "t25"."case" AS "case_right",
        "t25"."paused"
      FROM (
        SELECT
          "t1"."case",
          "t1"."case_id",
          "t1"."complaint_id",
          "t1"."unit_id",
          "t1"."lead_officer_id",
          "t1"."first_filed_day" AS "start_day",
          "t1"."first_filed_at" AS "start_at",
          "t1"."first_filed_workday" AS "start_workday",
          COALESCE(
            LEAST(
              CASE
                WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                THEN "t1"."first_decided_at"
                ELSE CAST(NULL AS BIGINT)
              END,
              CASE
                WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                THEN "t1"."first_closed_at"
                ELSE CAST(NULL AS BIGINT)
              END
            ),
            LEAST("t1"."first_decided_at", "t1"."first_closed_at")
          ) AS "end_at",
          COALESCE(
            COALESCE(
              LEAST(
                CASE
                  WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_decided_day"
                  ELSE CAST(NULL AS INT)
                END,
                CASE
                  WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_closed_day"
                  ELSE CAST(NULL AS INT)
                END
              ),
              LEAST("t1"."first_decided_day", "t1"."first_closed_day")
            ),
            19904
          ) AS "end_day",
          COALESCE(
            COALESCE(
              LEAST(
                CASE
                  WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_decided_workday"
                  ELSE CAST(NULL AS INT)
                END,
                CASE
                  WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_closed_workday"
                  ELSE CAST(NULL AS INT)
                END
              ),
              LEAST("t1"."first_decided_workday", "t1"."first_closed_workday")
            ),
            1055359
          ) AS "end_workday",
          90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END AS "limit_number",
          90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END AS "length"
        FROM "rows" AS "t1"
        WHERE
          "t1"."kind" IN ('penalty')
          AND "t1"."procedure" IN ('ordinary')
          AND "t1"."first_filed_day" >= 18823
          AND "t1"."first_filed_at" IS NOT NULL
          AND NOT (
            "t1"."count_transferred" > 0
          )
          AND (
            COALESCE(
              COALESCE(
                LEAST(
                  CASE
                    WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                    THEN "t1"."first_decided_day"
                    ELSE CAST(NULL AS INT)
                  END,
                  CASE
                    WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                    THEN "t1"."first_closed_day"
                    ELSE CAST(NULL AS INT)
                  END
                ),
                LEAST("t1"."first_decided_day", "t1"."first_closed_day")
              ),
              19904
            ) - "t1"."first_filed_day"
          ) > (
            90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END
          )
      ) AS "t10"
      LEFT OUTER JOIN (
        SELECT
          "t23"."case",
          CAST(SUM("t23"."days") AS INT) AS "paused"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t18"."case",
              "t18"."start_day",
              "t18"."start_workday",
              "t18"."length",
              "t18"."from_day",
              "t18"."to_day",
              "t18"."first",
              "t18"."days",
              "t18"."counted",
              COALESCE(
                SUM("t18"."days") OVER (
                  PARTITION BY "t18"."case"
                  ORDER BY "t18"."first" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ),
                0
              ) AS "before"
            FROM (
              SELECT
                "t13"."case",
                "t13"."start_day",
                "t13"."start_workday",
                "t13"."length",
                "t13"."from_day",
                "t13"."to_day",
                GREATEST("t13"."from_day", "t13"."start_day" + 1) AS "first",
                "t13"."to_day" - GREATEST("t13"."from_day", "t13"."start_day" + 1) AS "days",
                (
                  GREATEST("t13"."from_day", "t13"."start_day" + 1) - "t13"."start_day"
                ) - 1 AS "counted"
              FROM "t12" AS "t13"
              WHERE
                "t13"."to_day" > (
                  "t13"."start_day" + 1
                )
            ) AS "t18"
          ) AS "t20"
          WHERE
            (
              "t20"."counted" - "t20"."before"
            ) < "t20"."length"
        ) AS "t23"
        GROUP BY
          1
      ) AS "t25"
        ON "t10"."case" = "t25"."case"
    ) AS "t26"
  ) AS "t28"
  LEFT OUTER JOIN (
    SELECT
      "t0"."day" AS "end_of_period",
      "t0"."rolled_day" AS "due_day"
    FROM "calendar" AS "t0"
  ) AS "t6"
    ON "t28"."end_of_period" = "t6"."end_of_period"
)
SELECT
  "t43"."unit_id",
  "t43"."lead_officer_id" AS "officer_id",
  "t43"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE("t43"."end_at", CAST(COALESCE("t43"."free_day", 2932896) AS BIGINT) * 86400) AS "occurred_at",
  COALESCE("t43"."free_day", 2932896) AS "due_day",
  CAST((
    "t43"."end_day" - "t43"."start_day"
  ) - "t43"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t43"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'decided' AS "what",
  "t43"."start_at" AS "from_at",
  "t43"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t35"."case",
    "t35"."case_id",
    "t35"."complaint_id",
    "t35"."unit_id",
    "t35"."lead_officer_id",
    "t35"."start_day",
    "t35"."start_at",
    "t35"."start_workday",
    "t35"."end_at",
    "t35"."end_day",
    "t35"."end_workday",
    "t35"."limit_number",
    "t35"."length",
    "t35"."paused",
    "t35"."end_of_period",
    "t35"."end_of_period_right",
    "t35"."due_day",
    "t42"."case" AS "case_right",
    "t42"."free_day"
  FROM (
    SELECT
      "t30"."case",
      "t30"."case_id",
      "t30"."complaint_id",
      "t30"."unit_id",
      "t30"."lead_officer_id",
      "t30"."start_day",
      "t30"."start_at",
      "t30"."start_workday",
      "t30"."end_at",
      "t30"."end_day",
      "t30"."end_workday",
      "t30"."limit_number",
      "t30"."length",
      "t30"."paused",
      "t30"."end_of_period",
      "t30"."end_of_period_right",
      COALESCE("t30"."due_day", "t30"."end_of_period") AS "due_day"
    FROM "t29" AS "t30"
  ) AS "t35"
  LEFT OUTER JOIN (
    SELECT
      "t40"."case",
      MIN("t40"."next_day") AS "free_day"
    FROM (
      SELECT
        "t39"."case",
        "t39"."end_of_period",
        "t39"."next_day"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t30"."case",
            "t30"."end_of_period",
            COALESCE("t30"."due_day", "t30"."end_of_period") AS "next_day"
          FROM "t29" AS "t30"
        ) AS "t34"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t32"."case",
              "t32"."end_of_period",
              "t22"."next_day"
            FROM (
              SELECT
                "t30"."case",
                "t30"."end_of_period"
              FROM "t29" AS "t30"
            ) AS "t32"
            INNER JOIN (
              SELECT
                "t19"."case",
                COALESCE("t19"."next_day", "t19"."to_day") AS "next_day"
              FROM (
                SELECT
                  "t17"."case",
                  "t17"."to_day",
                  "t7"."next_day"
                FROM (
                  SELECT
                    "t13"."case",
                    "t13"."to_day"
                  FROM "t12" AS "t13"
                  WHERE
                    "t13"."to_day" > (
                      "t13"."start_day" + 1
                    )
                ) AS "t17"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."day" AS "to_day",
                    "t0"."rolled_day" AS "next_day"
                  FROM "calendar" AS "t0"
                ) AS "t7"
                  ON "t17"."to_day" = "t7"."to_day"
              ) AS "t19"
            ) AS "t22"
              ON "t32"."case" = "t22"."case"
          ) AS "t36"
          WHERE
            "t36"."next_day" >= "t36"."end_of_period"
        ) AS "t37"
      ) AS "t39"
      ANTI JOIN (
        SELECT
          "t13"."case" AS "halted",
          GREATEST("t13"."from_day", "t13"."start_day" + 1) AS "from_day",
          "t13"."to_day" AS "until_day"
        FROM "t12" AS "t13"
        WHERE
          "t13"."to_day" > (
            "t13"."start_day" + 1
          )
      ) AS "t16"
        ON "t39"."case" = "t16"."halted"
        AND "t39"."next_day" >= "t16"."from_day"
        AND "t39"."next_day" < "t16"."until_day"
    ) AS "t40"
    GROUP BY
      1
  ) AS "t42"
    ON "t35"."case" = "t42"."case"
) AS "t43"
WHERE
  "t43"."end_day" > COALESCE("t43"."free_day", 2932896)
